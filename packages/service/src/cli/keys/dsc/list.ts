import { eventsOfUses, signingNow } from '../../../keys/documents/document-signing.ts';
import type { DocumentKey } from '../../../registry/document-keys.ts';
import type { DocumentEvent } from '../../../registry/tables.ts';
import { print } from '../describe-key.ts';
import { atKeyDesk } from '../key-desk.ts';
import { documentKeyFacts, signingWindow } from './describe-document-key.ts';
import { readDocumentKeys } from './read-document-keys.ts';

/**
 * `mohar keys dsc list`: document keys, oldest first, and which of them sign now; then what somebody should do something
 * about.
 */
export const list = ({ json }: { json?: boolean }): Promise<void> =>
  atKeyDesk(async (desk) => {
    const { keys, usable, warnings } = await readDocumentKeys(desk);
    const signing = signingNow(usable, desk.now.getTime());
    const lines = keys.map((key) => {
      const limits = key.events.length > 0 ? ` (${key.events.join(', ')})` : '';
      const usage = usable.includes(key) ? nowInWords(key, signing.get(key.id)) : '';
      return `${key.id}  ${key.use.padEnd(6)}  ${key.state.padEnd(9)}  ${key.kept.padEnd(6)}  ${signingWindow(key)}${limits}${usage}${trialInWords(key, desk.config.production)}\n`;
    });
    print(
      json,
      {
        keys: keys.map((key) => ({
          ...documentKeyFacts(key),
          usable: usable.includes(key),
          signsNow: signing.get(key.id) ?? [],
        })),
        warnings,
      },
      `${lines.join('') || 'There are no document keys yet.\n'}${warnings.map(({ message }) => `! ${message}\n`).join('')}`,
    );
  });

/** Of several keys of a use, which signs: all of it, or certificates of some events. */
function nowInWords({ use, events }: DocumentKey, now: readonly DocumentEvent[] = []): string {
  if (now.length === 0) return '';
  const all = now.length === (events.length || eventsOfUses[use].length);
  return `; signs now${all ? '' : `: ${now.join(', ')}`}`;
}

const trialInWords = ({ development }: DocumentKey, production: boolean): string => {
  if (!development) return '';
  return production ? '; for trying out: not used in production' : '; for trying out';
};
