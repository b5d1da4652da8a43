import { retireDocumentKey } from '../../../keys/documents/retire-document-key.ts';
import { print } from '../describe-key.ts';
import { atKeyDesk } from '../key-desk.ts';
import { readSince } from '../retire.ts';
import { documentKeyFacts, signingWindow } from './describe-document-key.ts';

/** `mohar keys dsc retire`: ends a document key. */
export const retire = (id: string, options: { compromised?: string; json?: boolean }): Promise<void> =>
  atKeyDesk(async ({ db, now }) => {
    const compromisedSince = readSince(options.compromised, now, '--compromised');
    const key = await retireDocumentKey(db, id, { now, compromisedSince });
    const elsewhere =
      key.use === 'shc'
        ? ''
        : 'Gateways of other countries do not read this registry: take its certificate back there too.\n';
    print(
      options.json,
      documentKeyFacts(key),
      `${key.use} key ${key.id} is ${signingWindow(key)}: it signs no more.\n${elsewhere}`,
    );
  });
