import { keysDirectory } from '../../issuing/open-issuer.ts';
import { signingKeys } from '../../registry/signing-keys.ts';
import { listKeys } from '../../signing/key-store.ts';
import { keyFacts, print, windowOf } from './describe-key.ts';
import { readDocumentKeys } from './dsc/read-document-keys.ts';
import { atKeyDesk } from './key-desk.ts';

/**
 * `mohar keys list`: the registry, then the files of the data directory that it does not know; oldest first. In words also
 * what is to be said of document keys, which have a list of their own.
 */
export const list = ({ json }: { json?: boolean }): Promise<void> =>
  atKeyDesk(async (desk) => {
    const { db, config } = desk;
    const registered = await signingKeys(db);
    const files = listKeys(keysDirectory(config.dataDirectory))
      .filter(({ id }) => !registered.some((key) => key.id === id))
      .map(({ privateKey: _, ...key }) => ({ ...key, state: 'unused', kept: 'file' }));
    const line = (id: string, algorithm: string, state: string, kept: string, window: string) =>
      `${id}  ${algorithm.padEnd(5)}  ${state.padEnd(11)}  ${kept.padEnd(11)}  ${window}\n`;
    const lines = [
      ...registered.map((key) => line(key.id, key.algorithm, key.state, key.kept, windowOf(key))),
      ...files.map((key) => line(key.id, key.algorithm, key.state, key.kept, `made ${key.createdAt}`)),
    ];
    const { warnings } = await readDocumentKeys(desk);
    print(
      json,
      [...registered.map(keyFacts), ...files],
      `${lines.join('') || 'There are no keys yet.\n'}${warnings.map(({ message }) => `! ${message}\n`).join('')}`,
    );
  });
