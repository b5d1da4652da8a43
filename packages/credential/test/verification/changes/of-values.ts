import type { JsonObject, JsonValue } from '../../../src/json.ts';
import type { Change } from './change.ts';
import type { Payload } from './payloads.ts';
import { changed, type Path, placesIn } from './places.ts';

/** Changes to whole values, and exchanges of any two. */
export function* changesOfValues({ text, credential }: Payload): Generator<Change> {
  const leaves = placesIn(credential).filter(
    ({ value, path }) => (typeof value === 'string' || typeof value === 'number') && path[0] !== 'proof',
  );
  for (const { path, value } of leaves) {
    for (const [kind, instead] of otherwise(value)) {
      yield { kind, scanned: JSON.stringify(changed(credential, path, () => instead)) };
    }
    if (typeof value === 'number') {
      // The same number, and one that is read as the same.
      for (const written of [
        `${value}.0`,
        `${value}e0`,
        `${value * 10}e-1`,
        `${value}.0000000000000000000001`,
      ]) {
        yield { kind: 'number written differently', scanned: withNumber(text, credential, path, written) };
      }
      for (const written of ['1e400', '-1e400', `${value}e300`, '9'.repeat(400), '-0', `${value}.5`]) {
        yield { kind: 'another number', scanned: withNumber(text, credential, path, written) };
      }
    }
  }
  yield* exchanges(credential, leaves);
}

function* otherwise(value: JsonValue): Generator<[kind: string, instead: JsonValue]> {
  const text = String(value);
  yield ['number and text', typeof value === 'number' ? text : Number(text) || 0];
  if (typeof value === 'number') {
    for (const other of [value + 1, -value, value + 0.5, value * 2 ** 53]) yield ['another number', other];
  }
  for (const space of [
    `${text} `,
    ` ${text}`,
    `${text}\n`,
    text.replace(' ', '  '),
    text.replace(' ', '\u00a0'),
    text.trim(),
    text.replaceAll(' ', ''),
  ]) {
    if (space !== text) yield ['white space in a value', space];
  }
  for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) {
    const composed = text.replace(/[A-Za-z]/, (letter) => `${letter}\u0301`);
    for (const source of [text, composed]) {
      if (source.normalize(form) !== text) yield ['Unicode normalisation form', source.normalize(form)];
    }
  }
  for (const hidden of ['\u200b', '\ufeff', '\u202e', '\u00ad', '\u0000', '\ud800', '\ufffd']) {
    yield ['hidden character', text + hidden];
    yield ['hidden character', hidden + text];
  }
  if (text.toUpperCase() !== text) yield ['case', text.toUpperCase()];
  if (text.toLowerCase() !== text) yield ['case', text.toLowerCase()];
  if (text !== '') yield ['emptied', ''];
  yield ['null', null];
  yield ['true', true];
  yield ['wrapped in a list', [value]];
  yield ['in a list twice', [value, value]];
  yield ['in a list with another', [value, 'other']];
  yield ['in a list in a list', [[value]]];
  yield ['wrapped in a node', { id: value }];
  yield ['value object', { '@value': value }];
  yield ['value object', { '@value': value, '@language': 'en' }];
  yield ['value object', { value }];
}

/** The JSON text with a number at a place, in exactly these digits. */
function withNumber(_text: string, credential: JsonObject, path: Path, digits: string): string {
  const marker = '@@number@@';
  return JSON.stringify(changed(credential, path, () => marker)).replace(`"${marker}"`, digits);
}

function* exchanges(
  credential: JsonObject,
  leaves: readonly { path: Path; value: JsonValue }[],
): Generator<Change> {
  for (const [n, a] of leaves.entries()) {
    for (const b of leaves.slice(n + 1)) {
      if (a.value === b.value) continue;
      const sameNode = a.path.slice(0, -1).join() === b.path.slice(0, -1).join();
      const scanned = changed(
        changed(credential, a.path, () => b.value),
        b.path,
        () => a.value,
      );
      yield { kind: sameNode ? 'exchanged within a node' : 'exchanged across nodes', scanned };
      yield { kind: 'copied from another', scanned: changed(credential, a.path, () => b.value) };
      if (sameNode)
        yield { kind: 'copied from another', scanned: changed(credential, b.path, () => a.value) };
    }
  }
}
