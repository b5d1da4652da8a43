import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { packCompact } from '../../../../src/formats/compact/pack.ts';
import { unpackCompact } from '../../../../src/formats/compact/unpack.ts';
import { fromBase45, toBase45 } from '../../../../src/hcert/base45.ts';
import type { JsonObject } from '../../../../src/json.ts';
import type { Choices } from '../choices.ts';
import { changesOfMembers } from '../of-members.ts';
import { changesOfProofs } from '../of-proofs.ts';
import { changesOfValues } from '../of-values.ts';
import type { Payload } from '../payloads.ts';
import { oneIn } from '../sample.ts';
import { readCbor, styles, writeCbor } from './cbor-text.ts';
import type { DocumentChange, SignedDocument } from './document-change.ts';
import { changedBytes, otherPackings } from './of-bytes.ts';
import { changesOfCbor } from './of-cbor.ts';

const ofPacked = (packed: Uint8Array) => `MH1:${toBase45(packed)}`;
const ofCbor = (cbor: Uint8Array) => ofPacked(deflateRawSync(cbor, { level: 1 }));

/** Changes to a compact certificate below its text: DEFLATE, CBOR with its numbers for terms, the credential. */
export function* changesOfCompact(
  document: SignedDocument,
  others: readonly SignedDocument[],
  choices: Choices,
  count: number,
): Generator<DocumentChange> {
  const packed = fromBase45(document.text.slice(4));
  const cbor = inflateRawSync(packed);
  for (const [deed, bytes] of changedBytes(packed, choices, count)) {
    yield { kind: `compact DEFLATE: ${deed}`, scanned: ofPacked(bytes) };
  }
  for (const [deed, bytes] of otherPackings(cbor)) {
    yield { kind: `compact DEFLATE: ${deed}`, scanned: ofPacked(bytes) };
  }
  for (const [deed, bytes] of changedBytes(cbor, choices, count)) {
    yield { kind: `compact CBOR bytes: ${deed}`, scanned: ofCbor(bytes) };
  }
  const value = readCbor(cbor);
  for (const style of styles) {
    yield { kind: 'compact CBOR: lengths', scanned: ofCbor(writeCbor(value, style)) };
  }
  for (const [deed, changed] of changesOfCbor(value, choices)) {
    const bytes = writeCbor(changed);
    if (choices.below(2) !== 0 || Buffer.compare(bytes, cbor) === 0) continue;
    yield { kind: `compact CBOR: ${deed}`, scanned: ofCbor(bytes) };
  }
  yield* changesOfCredential(document, others, choices);
}

/** What is done to W3C credentials otherwise, in this packing. */
function* changesOfCredential(
  { name, text, trust }: SignedDocument,
  others: readonly SignedDocument[],
  choices: Choices,
): Generator<DocumentChange> {
  const json = unpackCompact(text);
  const credential = JSON.parse(json) as JsonObject;
  const payload: Payload = { name, text: json, credential, trust };
  const changes = [
    ...oneIn(24, changesOfValues(payload), choices),
    ...oneIn(24, changesOfMembers(payload, choices, 2), choices),
    ...oneIn(3, changesOfProofs(payload, choices), choices),
  ];
  for (const other of others) {
    if (other.text === text || other.form !== 'compact') continue;
    const { proof = null, ...members } = JSON.parse(unpackCompact(other.text)) as JsonObject;
    const kind = 'parts of another';
    changes.push({ kind, scanned: { ...credential, proof } });
    changes.push({ kind, scanned: { ...members, proof: credential.proof ?? null } });
  }
  for (const { kind, scanned } of changes) {
    if (scanned instanceof Uint8Array) continue;
    const packed = packedOrNot(typeof scanned === 'string' ? scanned : JSON.stringify(scanned));
    if (packed !== undefined) yield { kind: `compact credential: ${kind}`, scanned: packed };
  }
}

/** Undefined for a credential that has no compact form. */
function packedOrNot(credential: string): string | undefined {
  try {
    return packCompact(credential);
  } catch {
    return undefined;
  }
}
