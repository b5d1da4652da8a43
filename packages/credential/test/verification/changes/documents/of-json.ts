import { isJsonObject, type JsonObject, type JsonValue } from '../../../../src/json.ts';
import type { Choices } from '../choices.ts';
import { changed, placesIn } from '../places.ts';
import type { Cbor } from './cbor-text.ts';
import { otherValues } from './other-values.ts';

/** Changes to members of a JSON object, as texts: other values and types, dropped, added, exchanged, named twice. */
export function* changesOfJson(
  whole: JsonObject,
  choices: Choices,
  share: number,
): Generator<[deed: string, text: string]> {
  const text = JSON.stringify(whole);
  for (const [deed, changed] of candidates(whole, choices, share)) {
    if (changed !== text) yield [deed, changed];
  }
}

function* candidates(whole: JsonObject, choices: Choices, share: number): Generator<[string, string]> {
  const places = placesIn(whole).filter(({ path }) => path.length > 0);
  const leaves = places.filter(({ value }) => typeof value !== 'object' || value === null);
  const isChosen = () => choices.below(share) === 0;
  for (const { path, value } of leaves) {
    for (const [deed, instead] of otherValues(value as Cbor)) {
      if (!isChosen()) continue;
      yield [deed, JSON.stringify(changed(whole, path, () => jsonOf(instead)))];
    }
    yield ['another escape', withText(whole, path, escaped(JSON.stringify(value)))];
    if (typeof value === 'number') {
      for (const digits of [
        `${value}.0`,
        `${value}e0`,
        `${value * 10}e-1`,
        `${value}.00000000000000000001`,
      ]) {
        yield ['number written differently', withText(whole, path, digits)];
      }
      for (const digits of [`-${value}`, `${value}.5`, `${value}1`, '1e400', '-0']) {
        yield ['another number', withText(whole, path, digits)];
      }
    }
  }
  for (const { path, value } of places) {
    yield ['dropped', JSON.stringify(changed(whole, path, () => undefined))];
    if (Array.isArray(value)) {
      for (const list of [[], [...value, ...value], [value], value[0] ?? null, value.toReversed()]) {
        yield ['list', JSON.stringify(changed(whole, path, () => list))];
      }
    }
    if (!isJsonObject(value)) continue;
    const members = Object.entries(value);
    const put = (list: readonly (readonly [string, string])[]) =>
      withText(whole, path, `{${list.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`);
    const texts = members.map(([name, member]) => [name, JSON.stringify(member)] as const);
    yield ['members reordered', put(texts.toReversed())];
    for (const name of ['x', '__proto__', 'constructor', 'toJSON', 'data', 'id']) {
      if (!(name in value)) yield ['member added', put([...texts, [name, '"x"']])];
      if (!(name in value)) yield ['member added', put([[name, '{"x":1}'], ...texts])];
    }
    for (const [name, text] of texts) {
      yield ['member twice', put([...texts, [name, otherText(text)]])];
      yield ['member twice', put([[name, otherText(text)], ...texts])];
      yield ['member twice', put([...texts, [name, text]])];
      yield ['member renamed', put(texts.map((one) => (one[0] === name ? [`${name} `, text] : one)))];
    }
  }
  for (const [n, a] of leaves.entries()) {
    for (const b of leaves.slice(n + 1)) {
      if (a.value === b.value || !isChosen()) continue;
      const copied = changed(whole, a.path, () => b.value);
      yield ['exchanged', JSON.stringify(changed(copied, b.path, () => a.value))];
      yield ['copied from another', JSON.stringify(copied)];
    }
  }
}

const marker = '@@changed@@';

/** The JSON text with a value written in other characters. */
const withText = (whole: JsonObject, path: readonly string[], text: string): string =>
  JSON.stringify(changed(whole, path, () => marker)).replace(`"${marker}"`, () => text);

/** The same value, its first letter written as an escape. */
const escaped = (text: string): string =>
  text.replace(/[A-Za-z0-9]/, (letter) => {
    if (!text.startsWith('"')) return letter;
    return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });

const otherText = (text: string): string => (text.startsWith('"') ? `"x${text.slice(1)}` : 'null');

function jsonOf(value: Cbor): JsonValue {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64url');
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([name, member]) => [name, jsonOf(member)]));
  if (Array.isArray(value)) return (value as Cbor[]).map(jsonOf);
  return value as JsonValue;
}
