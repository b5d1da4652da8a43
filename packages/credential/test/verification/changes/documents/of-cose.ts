import { Tagged } from 'cborg';
import { type Cbor, type CborStyle, Entries, Raw, readCbor, styles, writeCbor } from './cbor-text.ts';
import type { DocumentChange } from './document-change.ts';
import { type HcertParts, hc1OfCose, hc1OfParts, withTags } from './hcert-parts.ts';

const algorithms = [-7, -8, -35, -36, -37, -257, -65_535, 5, 4, 0, 'none', 'ES256', null, undefined];

/** Changes to the headers: other algorithms, key ids and members, in the protected and in the unprotected one. */
export function* changesOfHeaders(parts: HcertParts): Generator<DocumentChange> {
  const header = new Map(readCbor(parts.protectedHeader) as ReadonlyMap<number, Cbor>);
  const unprotected = parts.unprotected as ReadonlyMap<number, Cbor>;
  const put = (deed: string, first: Cbor, second: Cbor): DocumentChange => ({
    kind: `COSE headers: ${deed}`,
    scanned: hc1OfParts({ ...parts, protectedHeader: writeCbor(first), unprotected: second }),
  });
  const beside = (deed: string, second: Cbor): DocumentChange => ({
    kind: `COSE headers: ${deed}`,
    scanned: hc1OfParts({ ...parts, unprotected: second }),
  });
  for (const algorithm of algorithms) {
    yield put('another algorithm', new Map([...header, [1, algorithm]]), unprotected);
    yield beside('another algorithm beside', new Map([...unprotected, [1, algorithm]]));
    yield put(
      'algorithm only beside',
      new Map([[4, header.get(4)]]),
      new Map([...unprotected, [1, algorithm]]),
    );
  }
  const keyId = (header.get(4) ?? unprotected.get(4)) as Uint8Array;
  const keyIds: Cbor[] = [
    new Uint8Array(),
    new Uint8Array(8),
    keyId.subarray(1),
    Uint8Array.of(...keyId, 0),
    keyId.map((byte, n) => (n === 7 ? byte ^ 1 : byte)),
    Buffer.from(keyId).toString('base64'),
    null,
    [keyId],
  ];
  for (const other of keyIds) {
    yield put('another key id', new Map([...header, [4, other]]), unprotected);
    yield beside('another key id beside', new Map([...unprotected, [4, other]]));
  }
  yield put('key id moved', new Map([[1, header.get(1)]]), new Map([...unprotected, [4, keyId]]));
  yield put('key id moved', new Map([...header, [4, keyId]]), new Map());
  yield put('headers exchanged', unprotected, header);
  yield put('protected header emptied', new Map(), new Map([...unprotected, ...header]));
  yield put('members reordered', new Map([...header].reverse()), unprotected);
  for (const [name, value] of [
    [2, [1]],
    [2, [4]],
    [3, 'application/cwt'],
    [5, keyId],
    [16, 'cwt'],
    ['x', 1],
  ] as const) {
    yield put('member added', new Map<number | string, Cbor>([...header, [name, value]]), unprotected);
    yield beside('member added beside', new Map<number | string, Cbor>([...unprotected, [name, value]]));
  }
  for (const entry of [
    [4, new Uint8Array(8)],
    [1, -37],
    [1, -7],
  ] as const) {
    yield put('member twice', new Entries([...header, entry]), unprotected);
    yield put('member twice', new Entries([entry, ...header]), unprotected);
    yield beside('member twice beside', new Entries([entry, ...unprotected, entry]));
  }
  const { protectedHeader } = parts;
  for (const other of [
    new Uint8Array(),
    Uint8Array.of(...protectedHeader, 0),
    writeCbor(header, 'wide'),
    writeCbor(header, 'indefinite'),
    writeCbor(protectedHeader),
  ]) {
    yield {
      kind: 'COSE headers: protected header written otherwise',
      scanned: hc1OfParts({ ...parts, protectedHeader: other }),
    };
  }
  for (const other of [null, 0, '', [], new Uint8Array(), protectedHeader, undefined]) {
    yield beside('another type beside', other);
  }
}

/** Changes to the message around them: tags, lengths, parts dropped, doubled, wrapped, of other types. */
export function* changesOfStructure(parts: HcertParts): Generator<DocumentChange> {
  const { protectedHeader, unprotected, payload, signature } = parts;
  const list = [protectedHeader, unprotected, payload, signature];
  const put = (deed: string, value: Cbor, style?: CborStyle): DocumentChange => ({
    kind: `COSE: ${deed}`,
    scanned: hc1OfCose(writeCbor(value, style)),
  });
  for (const tags of [
    [],
    [18],
    [61, 18],
    [18, 18],
    [18, 61],
    [61],
    [16],
    [17],
    [96],
    [97],
    [98],
    [55_799, 18],
    [24],
    [2],
    [3],
  ]) {
    for (const style of styles) yield put('other tags and lengths', withTags(tags, list), style);
  }
  for (const [n, part] of list.entries()) {
    const changed: [string, Cbor[]][] = [
      ['part dropped', list.toSpliced(n, 1)],
      ['part doubled', list.toSpliced(n, 0, part)],
      ['part of another type', list.toSpliced(n, 1, null)],
      ['part of another type', list.toSpliced(n, 1, '')],
      ['part wrapped', list.toSpliced(n, 1, [part])],
      ['part tagged', list.toSpliced(n, 1, new Tagged(24, part))],
      ['part tagged', list.toSpliced(n, 1, new Tagged(18, part))],
      ['part written twice', list.toSpliced(n, 1, writeCbor(part))],
      ['part exchanged with the next', list.toSpliced(n, 2, list[(n + 1) % 4] as Cbor, part)],
    ];
    for (const [deed, instead] of changed) yield put(deed, withTags(parts.tags, instead));
  }
  yield put(
    'payload unwrapped',
    withTags(parts.tags, [protectedHeader, unprotected, readCbor(payload), signature]),
  );
  yield put('only the claims', readCbor(payload));
  yield put('wrapped', [list]);
  yield put('in bytes', writeCbor(list));
  yield put(
    'several signatures',
    new Tagged(98, [protectedHeader, unprotected, payload, [[protectedHeader, unprotected, signature]]]),
  );
  yield put('more after it', new Raw(Uint8Array.of(...writeCbor(withTags(parts.tags, list)), 0)));
  yield put('more after it', new Raw(Buffer.concat([writeCbor(list), writeCbor(list)])));
}
