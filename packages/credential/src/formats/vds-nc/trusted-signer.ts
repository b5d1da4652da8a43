import { base64 } from '@scure/base';
import { ifReadable } from '../../if-readable.ts';
import { derOf } from '../../proofs/keys/spki.ts';
import { type KeyForce, keyForce } from '../../trust/key-in-force.ts';
import type { TrustedKey, TrustList } from '../../trust/trust-list.ts';
import { isSignedWith, maySignCertificates, namesAsIssuer, validityAt } from '../../x509/issued-by.ts';
import { type Certificate, isSame, readCertificate } from '../../x509/read-certificate.ts';

/** Why a signer's certificate counts. */
export interface TrustedSigner {
  readonly entry: TrustedKey;
  /** `signer`: the trust list has this key itself; `authority`: it has the one that issued the certificate. */
  readonly by: 'signer' | 'authority';
  /**
   * The signer's certificate, as far as somebody vouches for it: the trust list's own, or the one inside of the document
   * that an authority has signed. Absent where the list has the signer's bare key: then what the document carries beside
   * that key is anybody's word.
   */
  readonly vouched?: Certificate;
  /** Of the authority, where the trust list has more than its key. */
  readonly authority?: Certificate;
}

/** What a trust list says of a signer's certificate. */
export interface SignerFinding {
  readonly signers: readonly TrustedSigner[];
  /** The certificate names a trusted authority that did not sign it. */
  readonly isForged: boolean;
}

/**
 * Finds the keys of a trust list that vouch for a signer's certificate: entries for VDS-NC by their certificate, and
 * entries that neither say what they sign nor have a name by their key. Entries of other documents are passed over.
 */
export async function findSigners(certificate: Certificate, trust: TrustList): Promise<SignerFinding> {
  const signers: TrustedSigner[] = [];
  let isForged = false;
  // What is said of a key with its certificate goes before the bare key.
  const told = new Set(
    trust.flatMap(({ document, publicKey }) => (document?.format === 'vds-nc' ? [publicKey] : [])),
  );
  for (const entry of trust) {
    if (!entry.document) {
      const isBare = entry.verificationMethod === undefined && !told.has(entry.publicKey);
      const spki = isBare ? spkiOf(entry) : undefined;
      if (!spki) continue;
      if (isSame(spki, certificate.spki)) signers.push({ entry, by: 'signer' });
      else if (await hasIssued(entry, spki, certificate))
        signers.push({ entry, by: 'authority', vouched: certificate });
      continue;
    }
    if (entry.document.format !== 'vds-nc') continue;
    const trusted = certificateOf(entry, entry.document.certificate);
    if (!trusted) continue;
    if (!trusted.isAuthority) {
      if (isSame(trusted.spki, certificate.spki)) signers.push({ entry, by: 'signer', vouched: trusted });
    } else if (maySignCertificates(trusted) && namesAsIssuer(certificate, trusted)) {
      if (await hasIssued(entry, trusted.spki, certificate)) {
        signers.push({ entry, by: 'authority', vouched: certificate, authority: trusted });
      } else isForged = true;
    }
  }
  return { signers, isForged };
}

/**
 * Whether the entry that vouches for a signer counts at the time of checking. A VDS-NC does not say when it was
 * signed, and ICAO has it count for as long as its signer's certificate does: so the one time that can be judged is
 * now. For the same reason a key that was ever in other hands counts no more: which documents are older, nobody can
 * tell.
 *
 * Outside of its certificate's validity a document is over, or not yet: whether its key counts then is no question.
 *
 * @param now time of checking, milliseconds since 1970.
 */
export function signerForce({ entry, vouched, authority }: TrustedSigner, now: number): KeyForce {
  const at = vouched ? Math.min(Math.max(now, vouched.notBefore), vouched.notAfter) : now;
  if (entry.compromisedSince !== undefined) return 'compromised';
  if (authority && validityAt(authority, at) !== 'in-force') return 'not-in-force';
  return keyForce(entry, at);
}

/** The last certificate that an entry was asked about: whoever scans many seals meets the same signer again and again. */
const lastAsked = new WeakMap<TrustedKey, { readonly der: Uint8Array; readonly hasIssued: boolean }>();

async function hasIssued(entry: TrustedKey, spki: Uint8Array, certificate: Certificate): Promise<boolean> {
  const last = lastAsked.get(entry);
  if (last && isSame(last.der, certificate.der)) return last.hasIssued;
  const found = { der: certificate.der, hasIssued: await isSignedWith(certificate, spki) };
  lastAsked.set(entry, found);
  return found.hasIssued;
}

/** Reading takes time, and trust lists are long: each entry's certificate is read once. */
const read = new WeakMap<TrustedKey, Certificate | undefined>();

function certificateOf(entry: TrustedKey, certificate: string): Certificate | undefined {
  if (!read.has(entry))
    read.set(
      entry,
      ifReadable(() => readCertificate(base64.decode(certificate))),
    );
  return read.get(entry);
}

const spkiOf = ({ publicKey }: TrustedKey): Uint8Array | undefined => ifReadable(() => derOf(publicKey));
