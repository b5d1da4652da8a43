import { po } from 'gettext-parser';
import { parsedMessages } from './message-file.ts';

/**
 * One message file of two: a pack says otherwise what it has messages for, and the rest as the pack that it extends.
 *
 * @param own PO file whose messages count, where they are translated; its header stays.
 * @param base PO file of the same language.
 * @param shown what the files are called in errors.
 * @throws MessageFileError.
 */
export function joinedMessages(own: Uint8Array, base: Uint8Array, shown: string): Uint8Array {
  const first = parsedMessages(own, shown);
  const { translations } = parsedMessages(base, shown);
  const said = Object.entries(first.translations).filter(
    ([key, bySource]) => key === '' || !(key in translations) || Object.values(bySource).some(isTranslated),
  );
  return po.compile({ ...first, translations: { ...translations, ...Object.fromEntries(said) } });
}

/** Translators' tools write every message down, also those that nobody has translated yet. */
const isTranslated = ({ msgstr }: { readonly msgstr: readonly string[] }): boolean =>
  msgstr.some((text) => text !== '');
