import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  packageForEu,
  packageForGdhcn,
  readUploader,
  signersToUpload,
} from '../../../keys/documents/upload-package.ts';
import { documentKeys } from '../../../registry/document-keys.ts';
import { certificatePem } from '../../../signing/x509/certificate-pem.ts';
import { readCertificate } from '../../../signing/x509/read-certificate.ts';
import { CommandError } from '../../command-error.ts';
import { print } from '../describe-key.ts';
import { atKeyDesk } from '../key-desk.ts';

/** `mohar keys dsc package`: what a gateway wants of the keys that sign HCERT. */
export async function writePackage(options: {
  for: 'eu' | 'gdhcn';
  uploadCertificate: string;
  uploadKey: string;
  tlsCertificate?: string;
  tlsAuthority?: string;
  domain: string;
  key?: string;
  out: string;
  json?: boolean;
}): Promise<void> {
  if (!/^[A-Z][A-Z0-9-]{1,30}$/.test(options.domain))
    throw new CommandError('--domain must be one of the network’s folders, such as DCC, DDCC or ICAO.');
  const upload = {
    certificate: readFileSync(options.uploadCertificate),
    key: readFileSync(options.uploadKey, 'utf8'),
    passphrase: process.env.MOHAR_UPLOAD_PASSPHRASE || undefined,
  };
  const optional = (file: string | undefined) => (file === undefined ? undefined : certificatesIn(file));
  const onboarding = {
    domain: options.domain,
    tls: optional(options.tlsCertificate),
    tlsAuthority: optional(options.tlsAuthority),
  };
  await atKeyDesk(async ({ db, pack, now }) => {
    const uploader = readUploader(upload, pack.country.alpha2, now);
    const signers = signersToUpload(await documentKeys(db), now, options.key);
    const files =
      options.for === 'eu'
        ? await packageForEu(signers, uploader, now)
        : await packageForGdhcn(signers, uploader, onboarding, now);
    for (const { path, content } of files) {
      const file = join(options.out, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    const missing =
      options.for === 'gdhcn' && (onboarding.tls === undefined || onboarding.tlsAuthority === undefined)
        ? 'The onboarding folder lacks TLS/TLS.pem or TLS/CA.pem: give --tls-certificate and --tls-authority.\n'
        : '';
    print(
      options.json,
      { folder: options.out, files: files.map(({ path }) => path) },
      `${files.map(({ path }) => `${join(options.out, path)}\n`).join('')}${missing}docs/operators/document-keys.md says where each goes.\n`,
    );
  });
}

/** The certificates of a file, and nothing else of it: servers keep their key beside them, and the folder becomes public. */
function certificatesIn(file: string): string {
  const blocks = readFileSync(file, 'utf8').match(
    /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g,
  );
  if (!blocks) throw new CommandError(`${file} has no certificate: PEM blocks, BEGIN CERTIFICATE.`);
  return blocks.map((block) => certificatePem(readCertificate(Buffer.from(block), file).der)).join('');
}
