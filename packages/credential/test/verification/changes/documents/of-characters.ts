import type { Choices } from '../choices.ts';
import type { DocumentChange, Form, SignedDocument } from './document-change.ts';

const base45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
/** The characters that a format's text is of. */
const alphabets: Readonly<Record<Form, string>> = {
  hcert: base45,
  compact: base45,
  shc: '0123456789',
  'vds-nc': '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_":,{}[] ',
};

/** Letters and digits that look like others. */
const lookalikes: Readonly<Record<string, string>> = {
  '0': 'O',
  '1': 'I',
  O: '0',
  I: '1',
  A: 'А',
  E: 'Е',
  C: 'С',
};
const strangers = ['\u200b', '\u00a0', '\u0000', '\ufeff', 'ß', '\n', '\t', ';', '०', '０'];

/** Changes to single characters of the text that a scanner reads, at every `stride`th place, and to its ends. */
export function* changesOfCharacters(
  { text, form }: SignedDocument,
  choices: Choices,
  stride: number,
): Generator<DocumentChange> {
  const put = (deed: string, scanned: string): DocumentChange => ({ kind: `text: ${deed}`, scanned });
  const alphabet = alphabets[form];
  for (let at = choices.below(stride); at < text.length; at += 1 + choices.below(2 * stride - 1)) {
    const [before, character, after] = [text.slice(0, at), text[at] as string, text.slice(at + 1)];
    for (let n = 0; n < 3; n += 1) {
      yield put('character replaced', before + alphabet[choices.below(alphabet.length)] + after);
    }
    yield put('character put in', before + alphabet[choices.below(alphabet.length)] + character + after);
    yield put('character doubled', before + character + character + after);
    yield put('character taken out', before + after);
    yield put('neighbours exchanged', before + after.slice(0, 1) + character + after.slice(1));
    yield put('strange character put in', before + choices.of(strangers) + character + after);
    const otherCase =
      character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase();
    if (otherCase !== character) yield put('case', before + otherCase + after);
    const lookalike = lookalikes[character];
    if (lookalike !== undefined) yield put('lookalike', before + lookalike + after);
    const other = choices.below(text.length);
    const length = 1 + choices.below(12);
    yield put(
      'characters copied over others',
      before + text.slice(other, other + length) + text.slice(at + length),
    );
    if (choices.below(4) === 0) {
      yield put('cut off', before);
      yield put('beginning cut off', after);
      yield put('characters taken out', before + text.slice(at + length));
      yield put(
        'turned around',
        before + [...text.slice(at, at + length)].reverse().join('') + text.slice(at + length),
      );
    }
  }
  for (const end of ['\r\n', '\n\n', ' ', '\t', '\u0000', '0', '00', 'A', text, text.slice(4)]) {
    yield put('put after it', text + end);
    yield put('put before it', end + text);
  }
  for (const prefix of [
    'HC1',
    'HC2:',
    'hc1:',
    'HC1::',
    'MH1:',
    'MH2:',
    'shc:/',
    'shc:',
    'SHC:/',
    'B64:',
    '',
  ]) {
    yield put('another prefix', prefix + text.replace(/^(?:HC1:|MH1:|shc:\/)/, ''));
  }
  for (const scanned of [text.toLowerCase(), text.toUpperCase(), text.trim(), text.replaceAll(' ', '+')]) {
    yield put('all of it written otherwise', scanned);
  }
  const bytes = new TextEncoder().encode(text);
  yield { kind: 'text: as bytes', scanned: bytes };
  for (let n = 0; n < 60; n += 1) {
    const at = choices.below(bytes.length);
    const bit = 1 << choices.below(8);
    yield {
      kind: 'text: bit of the bytes',
      scanned: bytes.map((byte, place) => (place === at ? byte ^ bit : byte)),
    };
  }
}
