import { type CryptosuiteName, cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { keysDirectory } from '../../issuing/open-issuer.ts';
import { tokenKeyId, tokenSource } from '../../keys/key-sources.ts';
import { labelOf } from '../../keys/new-key.ts';
import { packNamed } from '../../pack-named.ts';
import { generateKey } from '../../signing/key-store.ts';
import { CommandError } from '../command-error.ts';
import { print } from './describe-key.ts';
import { keyConfig } from './key-desk.ts';

/** `mohar keys generate`: a key in a file or in the token, that is not in the registry yet. */
export async function generate(options: {
  proof?: CryptosuiteName;
  pkcs11?: boolean;
  label?: string;
  json?: boolean;
}): Promise<void> {
  const { json } = options;
  if (options.label !== undefined && !options.pkcs11)
    throw new CommandError('--label is for a key in a token: use it with --pkcs11.');
  const config = keyConfig(process.env);
  const suite = cryptosuites[options.proof ?? config.proof ?? packNamed(config.country).credential.proof];
  const { algorithm } = suite;
  const now = new Date().toISOString();
  if (!options.pkcs11) {
    const directory = keysDirectory(config.dataDirectory);
    const { id, publicKeyPem } = generateKey(directory, algorithm, false, now);
    const file = `${directory}/${id}.pem`;
    print(
      json,
      { id, algorithm, file, publicKeyPem },
      `Key ${id} (${algorithm}) is in ${file}: keep it secret, keep a copy.\n\n${publicKeyPem}`,
    );
    return;
  }
  const source = tokenSource(config);
  const token = await source.token();
  if (!token)
    throw new CommandError('--pkcs11 needs MOHAR_PKCS11_MODULE, MOHAR_PKCS11_TOKEN and MOHAR_PKCS11_PIN.');
  try {
    const label = options.label ?? labelOf(algorithm, now);
    const made = await token.generate({ algorithm, label });
    const id = tokenKeyId(made);
    const { publicKeyPem } = made;
    print(
      json,
      { id, algorithm, label, ckaId: made.id, publicKeyPem },
      `Key ${id} (${algorithm}) is in the token as “${label}”. Where the registry has no key yet, it signs from the next start on; otherwise hand it the work with: mohar keys rotate --pkcs11 --label '${label}'\n\n${publicKeyPem}`,
    );
  } finally {
    await source.close();
  }
}
