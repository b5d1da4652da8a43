import { readFileSync } from 'node:fs';
import { certifyRequestedKey } from '../../../keys/documents/certify-document-key.ts';
import { print } from '../describe-key.ts';
import { atKeyDesk } from '../key-desk.ts';
import { documentKeyFacts, readCountry, signingWindow } from './describe-document-key.ts';
import { nextSteps } from './next-steps.ts';

/** From how many bytes on a certificate makes codes that carry it hard to scan. */
const largeCertificate = 450;

/** `mohar keys dsc import`: the certificate of a requested key. */
export async function importCertificate(
  file: string,
  options: { authority?: string; country?: string; json?: boolean },
): Promise<void> {
  const certificate = readFileSync(file);
  const authority = options.authority === undefined ? undefined : readFileSync(options.authority);
  await atKeyDesk(async ({ db, pack, now }) => {
    const country = readCountry(options.country, pack.country.alpha2);
    const key = await certifyRequestedKey(db, { certificate, authority, country }, now);
    const size = key.certificate?.length ?? 0;
    const notes = [
      ...(authority ? [] : ['Who signed it was not checked: give --authority next time.']),
      ...(key.use === 'vds-nc' && size > largeCertificate
        ? [
            `Its ${size} bytes go into every QR code: ask for a certificate with short names and no more extensions than needed.`,
          ]
        : []),
    ];
    print(
      options.json,
      documentKeyFacts(key),
      `${[`${key.use} key ${key.id} ${signingWindow(key)}.`, nextSteps(key, pack, now), ...notes].join('\n')}\n`,
    );
  });
}
