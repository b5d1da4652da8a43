import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packNamed } from '../../../pack-named.ts';
import { isTooShort, shortestPassphrase } from '../../../signing/passphrase.ts';
import { createAuthority } from '../../../signing/x509/authority.ts';
import { certificatePem } from '../../../signing/x509/certificate-pem.ts';
import { CommandError } from '../../command-error.ts';
import { print } from '../describe-key.ts';
import { keyConfig } from '../key-desk.ts';
import { readCountry } from './describe-document-key.ts';

/** `mohar keys dsc authority create`: an authority of the country's own. It works without a database. */
export async function createAuthorityFiles(options: {
  country?: string;
  name?: string;
  out: string;
  json?: boolean;
}): Promise<void> {
  const { country: own } = packNamed(keyConfig(process.env).country);
  const country = readCountry(options.country, own.alpha2);
  const commonName = options.name ?? `CSCA ${country}`;
  const files = { certificate: join(options.out, 'csca.pem'), key: join(options.out, 'csca.key.pem') };
  const there = Object.values(files).find((file) => existsSync(file));
  if (there !== undefined) throw new CommandError(`${there} is there already: no authority is overwritten.`);
  const passphrase = process.env.MOHAR_AUTHORITY_PASSPHRASE || undefined;
  if (passphrase !== undefined && isTooShort(passphrase))
    throw new CommandError(
      `MOHAR_AUTHORITY_PASSPHRASE is shorter; it must be of ${shortestPassphrase} characters or more.`,
    );
  const { certificate, privateKey } = await createAuthority({ country, commonName }, new Date());
  const pem = privateKey
    .export({
      type: 'pkcs8',
      format: 'pem',
      ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }),
    })
    .toString();
  mkdirSync(options.out, { recursive: true, mode: 0o700 });
  writeFileSync(files.key, pem, { mode: 0o600, flag: 'wx' });
  writeFileSync(files.certificate, certificatePem(certificate), { flag: 'wx' });
  print(
    options.json,
    { ...files, encrypted: passphrase !== undefined },
    `The authority “${commonName}” is in ${files.certificate}, its key in ${files.key}${passphrase === undefined ? ', not encrypted (set MOHAR_AUTHORITY_PASSPHRASE)' : ''}.
Keep the key on a machine without a network, and a copy in a safe: whoever has it can make signers in the country's name.\n`,
  );
}
