import { bundledContexts } from '../../../src/credential/contexts/bundled.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/json.ts';
import type { Change } from './change.ts';
import type { Choices } from './choices.ts';
import type { Payload } from './payloads.ts';
import { changed, type Path, placesIn } from './places.ts';

/** Every name that a bundled context defines anywhere, and some that none does. */
const terms = [
  ...new Set(
    [...bundledContexts.values()].flatMap((document) =>
      placesIn(document as JsonObject).flatMap(({ path }) => path),
    ),
  ),
].filter((name) => !name.startsWith('@') && !/^\d+$/.test(name));
const strangers = [
  'unknown',
  'Name',
  'name ',
  '',
  'constructor',
  'toString',
  'schema:name',
  'https://schema.org/name',
  'vac:city',
  'a/b~c',
];
const keywords = [
  '@id',
  '@type',
  '@value',
  '@graph',
  '@included',
  '@reverse',
  '@context',
  '@base',
  '@vocab',
  '@language',
  '@index',
  '@nest',
  '@list',
  '@set',
  '@none',
  '@unknown',
  '__proto__',
];

/** Changes to members: dropped, named twice, added, renamed, moved, and lists of them. */
export function* changesOfMembers(
  { credential, text }: Payload,
  choices: Choices,
  added: number,
): Generator<Change> {
  const places = placesIn(credential).filter(({ path }) => path[0] !== 'proof' && path.length > 0);
  for (const { path } of places)
    yield { kind: 'dropped', scanned: changed(credential, path, () => undefined) };
  for (const { path, value } of places) {
    if (Array.isArray(value)) yield* changesOfLists(credential, path, value);
    if (isJsonObject(value)) yield* changesOfNodes(credential, path, value, choices, added);
  }
  yield* changesOfNodes(credential, [], credential, choices, added);
  yield* doubledNames(text, credential, choices);
  yield* otherVocabularies(credential);
}

function* changesOfLists(credential: JsonObject, path: Path, list: readonly JsonValue[]): Generator<Change> {
  const put = (kind: string, instead: JsonValue): Change => ({
    kind,
    scanned: changed(credential, path, () => instead),
  });
  yield put('list reordered', list.toReversed());
  yield put('list emptied', []);
  yield put('list unwrapped', list[0] ?? null);
  yield put('list in a list', [list]);
  for (const item of list) {
    yield put('item doubled', [...list, item]);
    yield put('item doubled', [item, ...list]);
    yield put('item added', [...list, `${item}x`]);
    if (!isJsonObject(item)) continue;
    yield put('entry doubled with another value', [...list, { ...item, dose: 9 }]);
    yield put('entry doubled with another value', [{ ...item, dose: 9 }, ...list]);
    // One node's members spread over two entries of the same id: the same RDF.
    const { id, type, ...members } = item;
    for (const [name, member] of Object.entries(members)) {
      const { [name]: _, ...rest } = item;
      const part = {
        ...(id === undefined ? {} : { id }),
        ...(type === undefined ? {} : { type }),
        [name]: member,
      };
      yield put('entry spread over two', [rest as JsonObject, part]);
      yield put('entry spread over two', [part, rest as JsonObject]);
      yield put('hidden in a list', [{ ...item, [name]: [member] }]);
    }
  }
}

function* changesOfNodes(
  credential: JsonObject,
  path: Path,
  node: JsonObject,
  choices: Choices,
  added: number,
): Generator<Change> {
  const put = (kind: string, instead: JsonValue): Change => ({
    kind,
    scanned: changed(credential, path, () => instead),
  });
  const names = Object.keys(node).filter((name) => name !== 'proof');
  yield put('members reordered', Object.fromEntries(Object.entries(node).toReversed()));
  yield put('node in a list', [node]);
  yield put('node in a list twice', [node, node]);
  yield put('node as a graph', { '@graph': [node] });
  yield put('node included', { '@included': [node] });
  for (const id of ['_:b0', '_:c14n0', '', 'relative', 'urn:uuid:0', '#', '@id', null, ['urn:x', 'urn:y']]) {
    yield put('id', { ...node, id });
  }
  for (const type of [
    'Person',
    'Vaccination',
    'TestDetails',
    'Beneficiary',
    'VerifiableCredential',
    'unknown',
  ]) {
    yield put('type', { ...node, type });
    yield put('type added', { ...node, type: [...[node.type ?? []].flat(), type] as JsonValue[] });
  }
  for (const keyword of keywords) {
    for (const value of ['x', { name: 'Another' }, [{ name: 'Another' }], null]) {
      const text = JSON.stringify(changed(credential, path, () => 'the node'));
      const scanned = text.replace('"the node"', () => withFirst(node, keyword, value));
      yield { kind: 'keyword', scanned };
    }
  }
  for (let n = 0; n < added; n += 1) {
    const name = choices.of(terms);
    if (name in node) continue;
    const value = choices.of<JsonValue>(['x', 1, true, { name: 'x' }, {}, ['x', 'y'], null, [], 'urn:x']);
    yield put('known term added', { ...node, [name]: value });
    yield put('known term put first', { [name]: value, ...node });
  }
  for (const name of strangers) {
    if (name in node) continue;
    const value = choices.of<JsonValue>(['x', 1, { name: 'x' }, ['x'], null]);
    yield put('unknown term added', { ...node, [name]: value });
  }
  for (const name of names) {
    const { [name]: value, ...rest } = node;
    yield put('renamed', { ...rest, [choices.of(terms)]: value as JsonValue });
    // To every name that might share its IRI.
    for (const other of [
      'uhid',
      'refId',
      'batch',
      'certificateId',
      'infoUrl',
      'date',
      'dob',
      'totalDoses',
      'result',
    ]) {
      if (!(other in node) && typeof value !== 'object')
        yield put('renamed', { ...rest, [other]: value as JsonValue });
    }
    const another = choices.of(names);
    yield put('list of two values', { ...rest, [another]: [node[another] ?? null, value as JsonValue] });
  }
}

/** A node's JSON text with one more member at its head; of any name, `__proto__` too. */
const withFirst = (node: JsonObject, name: string, value: JsonValue): string =>
  JSON.stringify(node).replace('{', `{${JSON.stringify(name)}:${JSON.stringify(value)},`);

/** Members named twice, with another value before or behind the genuine one, or with the name escaped. */
function* doubledNames(text: string, credential: JsonObject, choices: Choices): Generator<Change> {
  const members = text.matchAll(/"((?:[^"\\]|\\.)*)":("(?:[^"\\]|\\.)*"|\d+)/g);
  for (const { 0: member, 1: name = '', 2: value = '', index } of members) {
    const others = [value, '"other"', '1', 'null', '{}'];
    const escaped = name.replace(/^./, (first) => `\\u${first.charCodeAt(0).toString(16).padStart(4, '0')}`);
    for (const written of [name, escaped]) {
      const other = `"${written}":${choices.of(others)}`;
      yield { kind: 'named twice', scanned: `${text.slice(0, index)}${other},${text.slice(index)}` };
      const behind = index + member.length;
      yield { kind: 'named twice', scanned: `${text.slice(0, behind)},${other}${text.slice(behind)}` };
    }
  }
  for (const name of Object.keys(credential)) {
    yield { kind: 'named twice', scanned: text.replace(/}$/, `,${JSON.stringify(name)}:null}`) };
  }
}

function* otherVocabularies(credential: JsonObject): Generator<Change> {
  const contexts = [...(credential['@context'] as readonly string[])];
  const put = (instead: JsonValue): Change => ({
    kind: 'vocabulary',
    scanned: { ...credential, '@context': instead },
  });
  const [first = '', second = ''] = contexts;
  const inline: JsonValue[] = [
    { '@vocab': 'https://schema.org/' },
    { '@base': 'https://schema.org/' },
    { name: 'https://schema.org/gender' },
    { dose: { '@id': 'https://schema.org/doseValue', '@type': '@id' } },
    {},
    null,
    [second],
    'https://elsewhere.example/context',
    '',
    'data:application/ld+json,{}',
  ];
  for (const one of inline) yield put([...contexts, one]);
  for (const one of inline) yield put([first, one, second]);
  for (const one of inline) yield put(one);
  for (const url of bundledContexts.keys()) {
    yield put([first, url]);
    yield put([first, second, url]);
    yield put([first, url, second]);
    yield put([url, second]);
    yield put(url);
  }
}
