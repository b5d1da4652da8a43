import type { SignatureAlgorithm } from '@mohar/credential/proofs/signer.ts';
import type { SigningKey } from '../registry/signing-keys.ts';

/** Something about keys that somebody has to do something about. */
export interface KeyWarning {
  readonly code:
    | 'SIGNING_KEY_EXPIRES'
    | 'SIGNING_KEY_EXPIRED'
    | 'SIGNING_KEY_UNAVAILABLE'
    | 'SUCCESSOR_UNAVAILABLE'
    | 'ROTATION_FAILED';
  readonly keyId: string;
  /** For everybody: names nothing of the installation but the key. */
  readonly message: string;
  /** For the operator. */
  readonly reason?: string;
}

/** What this process knows of its keys. */
export interface KeySituation {
  readonly keys: readonly SigningKey[];
  /** Of the issuer. */
  readonly algorithm: SignatureAlgorithm;
  /** Keys that this process cannot sign with, and why. */
  readonly unopened: ReadonlyMap<string, string>;
  /** Why the token does not sign, where it does not. */
  readonly tokenFailure?: string | undefined;
  /** Why no successor could be made, where that was due. */
  readonly rotationFailure?: string | undefined;
  /** How long before the end of a key its successor is made by itself, in milliseconds; absent: never. */
  readonly overlap?: number | undefined;
}

const day = 24 * 3_600_000;
/** How long before the end of a key without a successor somebody is told, in milliseconds. */
const notice = 30 * day;

/** What is to be said of the keys at a time (milliseconds since 1970). */
export function keyWarnings(situation: KeySituation, now: number): KeyWarning[] {
  const { keys, algorithm, unopened } = situation;
  const active = keys.find((key) => key.state === 'active' && key.algorithm === algorithm);
  const successors = keys.filter((key) => key.state === 'created');
  return [
    ...(active ? ofActive(active, successors, situation, now) : [missing(algorithm)]),
    ...successors
      .filter(({ id }) => unopened.has(id))
      .map(({ id, takesOverAt }) => ({
        code: 'SUCCESSOR_UNAVAILABLE' as const,
        keyId: id,
        message: `Key ${id}, which takes over at ${takesOverAt?.toISOString()}, cannot be opened by this process.`,
        ...reasonOf(unopened.get(id)),
      })),
  ];
}

function ofActive(
  active: SigningKey,
  successors: readonly SigningKey[],
  { unopened, tokenFailure, rotationFailure, overlap }: KeySituation,
  now: number,
): KeyWarning[] {
  const { id: keyId, validUntil, algorithm } = active;
  const found: KeyWarning[] = [];
  const warn = (code: KeyWarning['code'], message: string, reason?: string) =>
    found.push({ code, keyId, message, ...reasonOf(reason) });

  if (unopened.has(keyId)) {
    warn(
      'SIGNING_KEY_UNAVAILABLE',
      `The signing key ${keyId} cannot be opened by this process.`,
      unopened.get(keyId),
    );
  } else if (tokenFailure !== undefined) {
    warn('SIGNING_KEY_UNAVAILABLE', `The token of the signing key ${keyId} does not sign.`, tokenFailure);
  }
  if (rotationFailure !== undefined) {
    warn('ROTATION_FAILED', `No successor of the signing key ${keyId} could be made.`, rotationFailure);
  }
  if (validUntil === undefined) return found;
  const left = validUntil.getTime() - now;
  if (left <= 0) {
    warn(
      'SIGNING_KEY_EXPIRED',
      `The signing key ${keyId} expired at ${validUntil.toISOString()}: nothing is signed.`,
    );
  } else if (
    // Where successors make themselves, one was due ten minutes before.
    left < (overlap === undefined ? notice : Math.min(notice, overlap)) &&
    !successors.some((key) => key.algorithm === algorithm)
  ) {
    warn(
      'SIGNING_KEY_EXPIRES',
      `The signing key ${keyId} expires at ${validUntil.toISOString()}, and has no successor: mohar keys rotate --at … makes one.`,
    );
  }
  return found;
}

const missing = (algorithm: SignatureAlgorithm): KeyWarning => ({
  code: 'SIGNING_KEY_UNAVAILABLE',
  keyId: '',
  message: `The registry of keys has no active key for ${algorithm}.`,
});

const reasonOf = (reason: string | undefined) => (reason === undefined ? {} : { reason });
