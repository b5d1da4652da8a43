import { didDocument } from '../../publishing/did-document.ts';
import { jwkOf, jwks, jwkThumbprint } from '../../publishing/jwks.ts';
import { type SigningKey, signingKeys } from '../../registry/signing-keys.ts';
import { CommandError } from '../command-error.ts';
import { keyFacts } from './describe-key.ts';
import type { ExportFormat } from './export-formats.ts';
import { atKeyDesk } from './key-desk.ts';

/** `mohar keys export-public`: public halves, for whoever verifies or publishes them. */
export const exportPublic = (
  id: string | undefined,
  { format, json }: { format: ExportFormat; json?: boolean },
): Promise<void> =>
  atKeyDesk(async ({ db, pack }) => {
    const all = await signingKeys(db);
    const wanted = id === undefined ? all : all.filter((key) => key.id === id);
    if (id !== undefined && wanted.length === 0) {
      throw new CommandError(
        `The registry has no key ${id}. It has: ${all.map((key) => key.id).join(', ') || 'none yet'}.`,
      );
    }
    process.stdout.write(
      format === 'pem' ? pem(wanted, json) : `${JSON.stringify(document(), null, json ? 0 : 2)}\n`,
    );

    function document() {
      if (format === 'did') return didDocument(pack.issuer.did, wanted);
      return id !== undefined && wanted[0] ? jwkOf(wanted[0]) : jwks(wanted);
    }
  });

const pem = (keys: readonly SigningKey[], json: boolean | undefined): string =>
  json
    ? `${JSON.stringify(keys.map((key) => ({ ...keyFacts(key), thumbprint: jwkThumbprint(jwkOf(key)) })))}\n`
    : keys
        .map((key) => `# ${key.verificationMethod} (${key.algorithm}, ${key.state})\n${key.publicKey}`)
        .join('');
