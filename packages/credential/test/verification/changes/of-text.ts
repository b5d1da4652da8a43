import { packDivocPayload } from '../../../src/qr/divoc-payload.ts';
import type { Change } from './change.ts';
import type { Choices } from './choices.ts';
import type { Payload } from './payloads.ts';

/** Letters that look like others. */
const homoglyphs: Readonly<Record<string, string>> = {
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  I: 'l',
  O: '0',
  S: 'Ѕ',
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  l: '1',
  o: 'о',
  p: 'р',
  x: 'х',
  0: 'O',
  1: 'l',
  '-': '‐',
};

const insertions = [
  '0',
  '1',
  'a',
  ' ',
  '"',
  '\\',
  ',',
  '.',
  '-',
  '\u200b',
  '\u202e',
  '\u0301',
  '\u0000',
  '\\u0000',
];

/** Changes to single characters of the credential's JSON text, at every `stride`th place. */
export function* changesOfText({ text }: Payload, choices: Choices, stride: number): Generator<Change> {
  for (let at = choices.below(stride); at < text.length; at += stride) {
    const character = text[at] as string;
    const [before, after] = [text.slice(0, at), text.slice(at + 1)];
    const put = (kind: string, instead: string): Change => ({
      kind,
      scanned: wrapped(before + instead + after, choices),
    });
    yield put('character replaced', String.fromCharCode(32 + choices.below(95)));
    yield put('character replaced by its neighbour', String.fromCharCode(character.charCodeAt(0) ^ 1));
    yield put('character put in', choices.of(insertions) + character);
    yield put('character taken out', '');
    if (at + 1 < text.length) {
      yield {
        kind: 'characters exchanged',
        scanned: wrapped(before + text[at + 1] + character + text.slice(at + 2), choices),
      };
    }
    const otherCase =
      character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase();
    if (otherCase !== character) yield put('case', otherCase);
    const lookalike = homoglyphs[character];
    if (lookalike !== undefined) yield put('homoglyph', lookalike);
    if (/[A-Za-z0-9 ]/.test(character)) {
      yield put('character escaped', `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
    }
    if (/[{}[\],:]/.test(character)) yield put('white space between tokens', `${character}\n `);
  }
}

/** Mostly as plain JSON, which is read faster; every eighth as the QR code has it. */
const wrapped = (text: string, choices: Choices): string | Uint8Array =>
  choices.below(8) === 0 ? packDivocPayload(text) : text;
