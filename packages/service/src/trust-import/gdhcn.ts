import type { X509Certificate } from 'node:crypto';
import iso from 'iso-3166-1';
import { isIssuedBy, readCertificate } from './certificates.ts';
import { countryOf } from './country-issuer.ts';
import { documentSignerKey } from './document-signer-key.ts';
import { type ImportedList, importEach, TrustImportError, UnfitEntryError } from './imported-list.ts';

interface ListedKey {
  readonly id: string;
  /** The trust domain that it is listed in, such as `DCC`, `PH4H`; undefined where neither key nor id tells. */
  readonly domain: string | undefined;
  /** Whose key it is: ISO 3166-1 alpha-3, or a code that the network uses for tests. */
  readonly participant: string;
  /** Such as `DSC`, `SCA`. */
  readonly usage: string;
  /** DER in base64, its issuers after it. */
  readonly chain: readonly string[];
}

/**
 * Reads trust lists of WHO's Global Digital Health Certification Network: DID documents
 * (`…/v2/trustlist/{domain}/{participant}/{usage}/did.json`). Document signers (DSC) become keys; where the lists also name
 * authorities (SCA), each signer must be signed by one of them that is of the same participant and country. A participant speaks for its own country
 * alone.
 *
 * The key is taken from the certificate in `x5c`: the network's snapshots have coordinates of 33 bytes, and unknown curves.
 *
 * @param at milliseconds since 1970.
 * @throws TrustImportError where one is no such list.
 */
export async function importGdhcnLists(texts: readonly string[], at: number): Promise<ImportedList> {
  const listed = texts.flatMap(keysIn);
  // Usually authorities come beside the signers that they vouch for, and are no keys of documents themselves.
  if (!listed.some(({ usage }) => usage === 'DSC'))
    return { keys: [], rejected: listed.map(({ id, usage }) => ({ what: id, why: noSigner(usage) })) };
  const authorities = authoritiesAmong(listed);
  return importEach(
    listed.filter(({ usage }) => usage === 'DSC'),
    ({ id }) => id,
    async ({ id, domain, participant, chain: [first = '', issuer] }) => {
      const certificate = readCertificate(first);
      const country = countryOf(certificate);
      if (!speaksFor(participant, country))
        throw new UnfitEntryError(
          `its certificate is of ${country}, and the participant ${participant} is not`,
        );
      if (issuer !== undefined && !isIssuedBy(certificate, readCertificate(issuer)))
        throw new UnfitEntryError('the certificate that comes with it did not sign it');
      return documentSignerKey(
        {
          certificate,
          country,
          domain,
          keyId: id.slice(id.indexOf('#') + 1),
          authorities: authorities
            ?.filter((one) => one.participant === participant && countryOf(one.certificate) === country)
            .map((one) => one.certificate),
        },
        at,
      );
    },
  );
}

const noSigner = (usage: string): string =>
  usage === 'SCA' || usage === 'CSCA'
    ? 'it is an authority (SCA), which signs no documents: hand in the signers that it vouches for too, …/v2/trustlist/-/-/DSC/did.json'
    : `its use is ${usage || 'not said'}, and only signers (DSC) are trusted`;

/** undefined where the lists have none. */
function authoritiesAmong(
  listed: readonly ListedKey[],
): readonly { readonly participant: string; readonly certificate: X509Certificate }[] | undefined {
  const named = listed.filter(({ usage }) => usage === 'SCA' || usage === 'CSCA');
  if (named.length === 0) return undefined;
  return named.flatMap(({ participant, chain: [first = ''] }) => {
    try {
      const certificate = readCertificate(first);
      countryOf(certificate);
      return [{ participant, certificate }];
    } catch {
      // Its signers are rejected, each by name.
      return [];
    }
  });
}

function keysIn(text: string): readonly ListedKey[] {
  const { verificationMethod } = objectIn(text);
  if (!Array.isArray(verificationMethod)) throw notAList('it has no verificationMethod');
  return verificationMethod.map((method: unknown) => {
    if (typeof method === 'string')
      throw notAList(
        'it names other documents instead of keys: fetch …/v2/trustlist/…, not …/v2/trustlist-ref/…',
      );
    const { id, domain, keyusage, publicKeyJwk } = (method ?? {}) as Record<string, unknown>;
    const { x5c } = (publicKeyJwk ?? {}) as Record<string, unknown>;
    if (typeof id !== 'string') throw notAList('a key has no id');
    const participant = participantOf(id);
    if (participant === undefined) throw notAList('a key’s id does not say whose it is');
    return {
      id,
      domain: domainOf(id, domain),
      participant,
      usage: usageOf(id, keyusage),
      chain: Array.isArray(x5c) ? x5c.map(String) : [],
    };
  });
}

/** `…:DCC:XXA:DSC#kid`: the third from the end. */
const participantOf = (id: string): string | undefined => /:([A-Z]{3}):[^:#]+#/.exec(id)?.[1];

/** Countries have one code of three letters and one of two; the codes of tests are nobody's, and speak for no country. */
function speaksFor(participant: string, alpha2: string): boolean {
  const own = iso.whereAlpha3(participant)?.alpha2;
  return own === undefined ? iso.whereAlpha2(alpha2) === undefined : own === alpha2;
}

/** `DSC`; else as the id's path says it: `…:DCC:XXA:DSC#kid`. */
const usageOf = (id: string, keyusage: unknown): string =>
  codeOf(keyusage) ?? /:([A-Z]+)#/.exec(id)?.[1] ?? '';

/** `DCC`; else as the id's path says it. In documents of all domains, that says `-`. */
function domainOf(id: string, domain: unknown): string | undefined {
  const found = codeOf(domain) ?? /:([^:#]+):[A-Z]{3}:[^:#]+#/.exec(id)?.[1];
  return found !== undefined && /^[A-Z0-9][A-Z0-9-]{1,39}$/.test(found) ? found : undefined;
}

/** A code, as a text or as `{"code": "#DSC"}`: the network has written both. */
function codeOf(given: unknown): string | undefined {
  const code = typeof given === 'string' ? given : (given as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code.replace(/^#/, '') : undefined;
}

function objectIn(text: string): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null) return found as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw notAList('it is not JSON');
}

const notAList = (why: string) => new TrustImportError(`It is not a DID document of the GDHCN: ${why}.`);
