import { fromBase45 } from '../../../../src/hcert/base45.ts';
import type { Choices } from '../choices.ts';
import { type Cbor, readCbor, styles, writeCbor } from './cbor-text.ts';
import type { DocumentChange, SignedDocument } from './document-change.ts';
import { coseOf, type HcertParts, hc1OfCose, hc1OfPacked, hc1OfParts, partsOfHcert } from './hcert-parts.ts';
import { changedBytes, otherPackings } from './of-bytes.ts';
import { changesOfCbor } from './of-cbor.ts';
import { changesOfHeaders, changesOfStructure } from './of-cose.ts';
import { otherSignatures } from './of-signatures.ts';

/** Changes to the layers of an HCERT below its text: zlib, COSE, CBOR. */
export function* changesOfHcert(
  document: SignedDocument,
  others: readonly SignedDocument[],
  choices: Choices,
  count: number,
): Generator<DocumentChange> {
  const { text } = document;
  const cose = coseOf(text);
  for (const [deed, packed] of changedBytes(fromBase45(text.slice(4)), choices, count)) {
    yield { kind: `zlib: ${deed}`, scanned: hc1OfPacked(packed) };
  }
  for (const [deed, packed] of otherPackings(cose)) {
    yield { kind: `zlib: ${deed}`, scanned: hc1OfPacked(packed) };
  }
  for (const [deed, bytes] of changedBytes(cose, choices, count)) {
    yield { kind: `COSE bytes: ${deed}`, scanned: hc1OfCose(bytes) };
  }
  const parts = partsOfHcert(text);
  const repacked = hc1OfParts(parts);
  for (const change of [...changesOfHeaders(parts), ...changesOfStructure(parts)]) {
    if (change.scanned !== repacked) yield change;
  }
  for (const [deed, signature] of otherSignatures(parts.signature)) {
    yield { kind: `COSE signature: ${deed}`, scanned: hc1OfParts({ ...parts, signature }) };
  }
  for (const other of others) {
    if (other === document || other.form !== 'hcert') continue;
    const { payload, signature, protectedHeader } = partsOfHcert(other.text);
    const exchanged = [
      { payload },
      { signature },
      { payload, protectedHeader },
      { signature, protectedHeader },
    ];
    for (const part of exchanged) {
      yield { kind: 'COSE: parts of another certificate', scanned: hc1OfParts({ ...parts, ...part }) };
    }
  }
  yield* changesOfClaims(parts, choices);
}

function* changesOfClaims(parts: HcertParts, choices: Choices): Generator<DocumentChange> {
  const put = (deed: string, payload: Uint8Array): DocumentChange => ({
    kind: `claims: ${deed}`,
    scanned: hc1OfParts({ ...parts, payload }),
  });
  const claims = readCbor(parts.payload) as ReadonlyMap<number, Cbor>;
  for (const [deed, changed] of changesOfCbor(claims, choices)) {
    const payload = writeCbor(changed);
    if (Buffer.compare(payload, parts.payload) !== 0) yield put(deed, payload);
  }
  for (const style of styles) {
    if (Buffer.compare(writeCbor(claims, style), parts.payload) !== 0)
      yield put('lengths', writeCbor(claims, style));
  }
  const hcert = claims.get(-260);
  if (!(hcert instanceof Map)) return;
  for (const [number, content] of hcert as ReadonlyMap<number, Cbor>) {
    for (const other of [1, 3, 4, 5, -6, -7, 0, '1']) {
      if (other === number) continue;
      const moved = new Map<number | string, Cbor>([[other, content]]);
      yield put('content under another number', writeCbor(new Map([...claims, [-260, moved]])));
      const both = new Map<number | string, Cbor>([
        [number, content],
        [other, content],
      ]);
      yield put('content under two numbers', writeCbor(new Map([...claims, [-260, both]])));
    }
    yield put(
      'content among the claims',
      writeCbor(new Map([...claims, ...(content as ReadonlyMap<number, Cbor>)])),
    );
  }
}
