import type { JsonObject } from '../../../../src/json.ts';
import type { Choices } from '../choices.ts';
import type { DocumentChange, SignedDocument } from './document-change.ts';
import { changedBytes } from './of-bytes.ts';
import { changesOfJson } from './of-json.ts';
import { otherSignatures } from './of-signatures.ts';

interface Seal {
  readonly data: JsonObject;
  readonly sig: { readonly alg: string; readonly cer: string; readonly sigvl: string };
}

/** Changes to a VDS-NC: its data, its signature, its certificate, and how all of it is written as JSON. */
export function* changesOfSeal(
  document: SignedDocument,
  others: readonly SignedDocument[],
  choices: Choices,
  count: number,
): Generator<DocumentChange> {
  const { data, sig } = JSON.parse(document.text) as Seal;
  const put = (kind: string, scanned: string | object): DocumentChange => ({
    kind,
    scanned: typeof scanned === 'string' ? scanned : JSON.stringify(scanned),
  });
  const [dataText, sigText] = [JSON.stringify(data), JSON.stringify(sig)];
  for (const [deed, text] of changesOfJson(data, choices, 1)) {
    yield put(`VDS data: ${deed}`, `{"data":${text},"sig":${sigText}}`);
    if (choices.below(8) !== 0) continue;
    // Which of two counts, readers do not agree on.
    yield put('VDS: data twice', `{"data":${text},"data":${dataText},"sig":${sigText}}`);
    yield put('VDS: data twice', `{"data":${dataText},"sig":${sigText},"data":${text}}`);
    yield put('VDS: data twice', `{"data":${dataText},"d\\u0061ta":${text},"sig":${sigText}}`);
    yield put('VDS: data beside data', `{"data":${dataText},"sig":${sigText},"Data":${text}}`);
    yield put(
      'VDS: data within the signature',
      `{"data":${dataText},"sig":{"data":${text},${sigText.slice(1)}}`,
    );
  }
  for (const [deed, text] of changesOfJson(sig, choices, 1)) {
    yield put(`VDS signature: ${deed}`, `{"data":${dataText},"sig":${text}}`);
  }
  for (const alg of ['none', 'ES384', 'ES512', 'HS256', 'RS256', 'PS256', 'es256', '']) {
    yield put('VDS signature: another algorithm', { data, sig: { ...sig, alg } });
  }
  for (const [deed, bytes] of otherSignatures(Buffer.from(sig.sigvl, 'base64url'))) {
    const sigvl = Buffer.from(bytes).toString('base64url');
    yield put(`VDS signature: ${deed}`, { data, sig: { ...sig, sigvl } });
  }
  for (const [deed, bytes] of changedBytes(Buffer.from(sig.cer, 'base64url'), choices, count)) {
    const cer = Buffer.from(bytes).toString('base64url');
    yield put(`VDS certificate: ${deed}`, { data, sig: { ...sig, cer } });
  }
  for (const [deed, bytes] of otherDates(Buffer.from(sig.cer, 'base64url'))) {
    const cer = Buffer.from(bytes).toString('base64url');
    yield put(`VDS certificate: ${deed}`, { data, sig: { ...sig, cer } });
  }
  for (const other of others) {
    if (other === document || other.form !== 'vds-nc') continue;
    const { data: otherData, sig: otherSig } = JSON.parse(other.text) as Seal;
    yield put('VDS: parts of another', { data: otherData, sig });
    yield put('VDS: parts of another', { data, sig: otherSig });
    yield put('VDS: parts of another', { data, sig: { ...sig, cer: otherSig.cer } });
    yield put('VDS: parts of another', { data, sig: { ...sig, sigvl: otherSig.sigvl } });
    yield put('VDS: parts of another', { data: { ...data, msg: otherData.msg ?? null }, sig });
    yield put('VDS: parts of another', { data: { ...data, hdr: otherData.hdr ?? null }, sig });
  }
  yield* otherWritings(data, sig, choices);
}

/** The certificate with other times in it (UTCTime: a tag, a length of 13, the year in two digits). */
function* otherDates(certificate: Buffer): Generator<[string, Uint8Array]> {
  for (
    let at = certificate.indexOf('170d', 0, 'hex');
    at !== -1;
    at = certificate.indexOf('170d', at + 1, 'hex')
  ) {
    for (const year of ['90', '49', '10', '27']) {
      const changed = Uint8Array.from(certificate);
      changed.set(Buffer.from(year), at + 2);
      yield ['other dates', changed];
    }
  }
}

function* otherWritings(data: JsonObject, sig: Seal['sig'], choices: Choices): Generator<DocumentChange> {
  const put = (deed: string, scanned: string): DocumentChange => ({ kind: `VDS: ${deed}`, scanned });
  const text = JSON.stringify({ data, sig });
  yield put('white space', JSON.stringify({ data, sig }, null, 2));
  yield put('signature first', JSON.stringify({ sig, data }));
  for (const more of ['x', '__proto__', 'DATA', 'hdr', 'msg', 'verifiableCredential']) {
    yield put('member added', JSON.stringify({ data, sig, [more]: data }));
    yield put('member added', JSON.stringify({ [more]: data, data, sig }));
  }
  for (const padding of ['', '=', '==', '===']) {
    for (const name of ['cer', 'sigvl'] as const) {
      const bare = sig[name].replace(/=+$/, '');
      yield put('padding', JSON.stringify({ data, sig: { ...sig, [name]: bare + padding } }));
      const standard = bare.replaceAll('-', '+').replaceAll('_', '/');
      yield put('other base64', JSON.stringify({ data, sig: { ...sig, [name]: standard + padding } }));
    }
  }
  for (let n = 0; n < 300; n += 1) {
    const at = choices.below(text.length);
    const white = choices.of([' ', '\n', '\t', '\r\n', '\u00a0', '\u2028', '/**/']);
    yield put('white space somewhere', text.slice(0, at) + white + text.slice(at));
  }
}
