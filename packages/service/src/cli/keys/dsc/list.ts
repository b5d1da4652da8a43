import { documentKeyWarnings } from '../../../keys/document-key-warnings.ts';
import { documentKeys } from '../../../registry/document-keys.ts';
import { print } from '../describe-key.ts';
import { atKeyDesk } from '../key-desk.ts';
import { documentKeyFacts, signingWindow } from './describe-document-key.ts';

/** `mohar keys dsc list`: document keys, oldest first; then what somebody should do something about. */
export const list = ({ json }: { json?: boolean }): Promise<void> =>
  atKeyDesk(async ({ db, config, now }) => {
    const keys = await documentKeys(db);
    const used = keys.filter(({ development }) => !development || !config.production);
    const warnings = documentKeyWarnings(used, new Map(), now.getTime());
    const lines = keys.map((key) => {
      const limits = key.events.length > 0 ? ` (${key.events.join(', ')})` : '';
      const trying = key.development ? ' (for trying out)' : '';
      return `${key.id}  ${key.use.padEnd(6)}  ${key.state.padEnd(9)}  ${key.kept.padEnd(6)}  ${signingWindow(key)}${limits}${trying}\n`;
    });
    print(
      json,
      { keys: keys.map(documentKeyFacts), warnings },
      `${lines.join('') || 'There are no document keys yet.\n'}${warnings.map(({ message }) => `! ${message}\n`).join('')}`,
    );
  });
