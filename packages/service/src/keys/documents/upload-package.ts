import type { KeyObject } from 'node:crypto';
import type { DocumentKey } from '../../registry/document-keys.ts';
import { KeyError } from '../../signing/key-store.ts';
import { readPrivateKey } from '../../signing/x509/authority.ts';
import { belongTogether } from '../../signing/x509/certificate-keys.ts';
import { certificatePem } from '../../signing/x509/certificate-pem.ts';
import { type ReadCertificate, readCertificate } from '../../signing/x509/read-certificate.ts';
import { signPackage } from '../../signing/x509/sign-package.ts';
import { whyForTryingOut } from './trial-key.ts';

/** By what a gateway knows who uploads (EU: NBUP; WHO: TNPUP). */
export interface Uploader {
  readonly certificate: ReadCertificate;
  readonly privateKey: KeyObject;
}

/** A file of a package: its path below the package's folder. */
export interface PackageFile {
  readonly path: string;
  readonly content: string;
}

/** What else goes into the onboarding folder of WHO's network. */
export interface Onboarding {
  /** Folder of the repository: `DCC`, `DDCC`, `ICAO` …. */
  readonly domain: string;
  /** Certificate of the connection, and who signed that; PEM. */
  readonly tls?: string | undefined;
  readonly tlsAuthority?: string | undefined;
}

/**
 * Reads the upload certificate and its key.
 *
 * @throws KeyError where they cannot be read, do not belong together, or are not for uploads of this country.
 */
export function readUploader(
  files: { readonly certificate: Buffer; readonly key: string; readonly passphrase?: string | undefined },
  country: string,
  now: Date,
): Uploader {
  const certificate = readCertificate(files.certificate, 'The upload certificate');
  const privateKey = readPrivateKey(files.key, 'The upload key', files.passphrase);
  if (!belongTogether(privateKey, certificate.publicKey))
    throw new KeyError('The upload key is not the one that the upload certificate names.');
  const faults = [
    ...(certificate.notAfter <= now ? [`it ended on ${certificate.notAfter.toISOString()}`] : []),
    ...(certificate.country === country
      ? []
      : [`its subject names the country ${certificate.country ?? '(none)'}, not ${country}`]),
    ...(certificate.maySignDocuments === false ? ['its key usage lacks digitalSignature'] : []),
  ];
  if (faults.length > 0) throw new KeyError(`The upload certificate does not fit: ${faults.join('; ')}.`);
  return { certificate, privateKey };
}

/**
 * The signed uploads of document signers for the EU's gateway: for each the certificate (PEM), and the body of
 * `POST /signerCertificate` (`application/cms`: CMS in base64), or of `DELETE`.
 */
export async function packageForEu(
  signers: readonly CertifiedKey[],
  uploader: Uploader,
  now: Date,
): Promise<PackageFile[]> {
  const files: PackageFile[] = [];
  for (const { id, certificate } of signers) {
    const cms = await signPackage(certificate, uploader, now);
    files.push(
      { path: `${id}.pem`, content: certificatePem(certificate) },
      { path: `${id}.cms`, content: cms.toString('base64') },
    );
  }
  return files;
}

/**
 * What WHO's Trust Network Gateway wants: the onboarding folder of the participant's repository (authority, upload and TLS
 * certificates), and for each document signer the body of `POST /trustedCertificate`, beside that of the older
 * `POST /signerCertificate`, which it takes too.
 *
 * @throws KeyError where one has no certificate of an authority.
 */
export async function packageForGdhcn(
  signers: readonly CertifiedKey[],
  uploader: Uploader,
  { domain, tls, tlsAuthority }: Onboarding,
  now: Date,
): Promise<PackageFile[]> {
  const folder = `onboarding/${domain}`;
  const files: PackageFile[] = authoritiesOf(signers).map((authority, n) => ({
    path: `${folder}/SCA/${n === 0 ? 'SCA' : `SCA_${n + 1}`}.pem`,
    content: certificatePem(authority),
  }));
  files.push({ path: `${folder}/UP/UP.pem`, content: certificatePem(uploader.certificate.der) });
  if (tls !== undefined) files.push({ path: `${folder}/TLS/TLS.pem`, content: tls });
  if (tlsAuthority !== undefined) files.push({ path: `${folder}/TLS/CA.pem`, content: tlsAuthority });
  for (const { path, content } of await packageForEu(signers, uploader, now)) {
    files.push({ path: `dsc/${path}`, content });
    if (path.endsWith('.cms')) {
      const body = { cms: content, properties: {}, domain };
      files.push({ path: `dsc/${path.replace(/cms$/, 'json')}`, content: `${JSON.stringify(body)}\n` });
    }
  }
  return files;
}

/** A document key with its certificate. */
export type CertifiedKey = DocumentKey & { readonly certificate: Buffer };

/**
 * The signers that gateways are to know: those of HCERT that sign, or will. Keys for trying out are nobody else's business.
 *
 * @param id that key alone, also where it signs no more: to take its certificate back.
 * @throws KeyError where there are none.
 */
export function signersToUpload(
  keys: readonly DocumentKey[],
  now: Date,
  id?: string | undefined,
): readonly CertifiedKey[] {
  const named = keys.filter(({ use, id: own }) => use === 'hcert' && (id === undefined || own === id));
  const unfit = named.map((key) => ({ key, why: unfitness(key, id === undefined ? now : undefined) }));
  const found = unfit.filter(({ why }) => why === undefined).map(({ key }) => key as CertifiedKey);
  if (found.length > 0) return found;
  const known =
    id === undefined
      ? 'The registry has no hcert key that gateways are to know'
      : `The registry’s hcert key ${id} cannot be uploaded`;
  if (unfit.length > 0)
    throw new KeyError(`${known}. ${unfit.map(({ key, why }) => `Key ${key.id}: ${why}`).join(' ')}`);
  throw new KeyError(
    id === undefined
      ? `${known}: make one with mohar keys dsc create --authority …, or csr.`
      : `The registry has no hcert key ${id}: mohar keys dsc list shows which it has.`,
  );
}

/**
 * Why a key is not for gateways; undefined where it is.
 *
 * @param now undefined: also where it signs no more.
 */
function unfitness(key: DocumentKey, now: Date | undefined): string | undefined {
  if (key.development) return `it is for trying out: ${whyForTryingOut(key)}`;
  if (key.certificate === undefined)
    return key.state === 'requested'
      ? 'it waits for its certificate (mohar keys dsc import).'
      : 'it never had a certificate.';
  if (now && key.state !== 'active') return 'it is retired.';
  if (now && Number(key.validUntil) <= now.getTime())
    return `its certificate ended on ${key.validUntil?.toISOString()}.`;
  return undefined;
}

/** Each authority once, the newest key's first. */
function authoritiesOf(signers: readonly CertifiedKey[]): Buffer[] {
  const found = new Map<string, Buffer>();
  for (const { id, authority } of signers.toReversed()) {
    if (!authority) {
      throw new KeyError(
        `Of hcert key ${id} the authority’s certificate is not known: it was imported without --authority.`,
      );
    }
    found.set(authority.toString('base64'), authority);
  }
  return [...found.values()];
}
