import { createHash } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { Problem } from '../problem.ts';
import { type Caller, isRole, type Role } from './role.ts';

/** The OpenID provider whose tokens are accepted. */
export interface OidcSetting {
  readonly issuer: string;
  /** What `aud` must hold; also the client whose roles count in Keycloak's `resource_access`. */
  readonly audience: string;
}

/** Turns a JWT into a caller; undefined where the token is not a good one of this provider. */
export type TokenReader = (token: string) => Promise<Caller | undefined>;

/** Asymmetric algorithms only: with HS256 allowed, the provider's public key would do to forge tokens. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'];

/**
 * Reads JWTs of an OpenID provider (OpenID Connect Discovery 1.0), with roles where Keycloak puts them:
 * `realm_access.roles` and `resource_access.<audience>.roles`. Keys are fetched when first needed and kept.
 *
 * @returns a reader that throws a 503 Problem where the provider cannot be reached: that is not the caller's fault.
 */
export function oidcTokens({ issuer, audience }: OidcSetting): TokenReader {
  let keys: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined;
  const keySet = () => {
    keys ??= discover(issuer).catch((error) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, await keySet(), {
        issuer,
        audience,
        algorithms,
        clockTolerance: 60,
        requiredClaims: ['exp', 'sub'],
      });
      return { id: `oidc:${subjectOf(payload)}`, roles: rolesOf(payload, audience) };
    } catch (error) {
      if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) throw unreachable();
      return undefined;
    }
  };
}

async function discover(issuer: string) {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(5_000),
  });
  const { jwks_uri, issuer: named } = (await response.json()) as { jwks_uri?: string; issuer?: string };
  if (!response.ok || typeof jwks_uri !== 'string' || named !== issuer)
    throw new Error('not an OpenID provider');
  return createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: 5_000, cacheMaxAge: 600_000 });
}

/** A subject may be an e-mail address; the audit trail gets it as it is only where it is a UUID. */
const subjectOf = ({ sub = '' }: JWTPayload) =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(sub)
    ? sub.toLowerCase()
    : createHash('sha256').update(sub).digest('hex').slice(0, 16);

function rolesOf(payload: JWTPayload, audience: string): Set<Role> {
  const { realm_access, resource_access } = payload as {
    realm_access?: { roles?: unknown };
    resource_access?: Record<string, { roles?: unknown } | undefined>;
  };
  const named = [realm_access?.roles, resource_access?.[audience]?.roles].flat();
  return new Set(named.filter(isRole));
}

const unreachable = () =>
  new Problem({
    status: 503,
    code: 'SIGN_IN_UNAVAILABLE',
    title: 'The sign-in service cannot be reached',
    detail: 'The token could not be checked. Try again.',
    headers: { 'retry-after': '5' },
  });
