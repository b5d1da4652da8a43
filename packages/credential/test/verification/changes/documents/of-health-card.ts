import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { decodeHealthCard } from '../../../../src/formats/smart-health-card/decode.ts';
import type { JsonObject } from '../../../../src/json.ts';
import type { Choices } from '../choices.ts';
import type { DocumentChange, SignedDocument } from './document-change.ts';
import { changedBytes, otherPackings } from './of-bytes.ts';
import { changesOfJson } from './of-json.ts';
import { otherSignatures } from './of-signatures.ts';

const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes as string).toString('base64url');
/** Two digits for each character of a JWS. */
const digitsOf = (jws: string) =>
  [...jws].map((character) => String(character.charCodeAt(0) - 45).padStart(2, '0')).join('');

const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Changes to the layers of a health card below its text: codes, JWS, DEFLATE, JSON. */
export function* changesOfHealthCard(
  document: SignedDocument,
  others: readonly SignedDocument[],
  choices: Choices,
  count: number,
): Generator<DocumentChange> {
  const { jws } = decodeHealthCard(document.text);
  const [header, payload, signature] = jws.split('.') as [string, string, string];
  const packed = Buffer.from(payload, 'base64url');
  const json = inflateRawSync(packed);
  const put = (kind: string, changed: string): DocumentChange => ({
    kind,
    scanned:
      choices.below(2) === 0 || !/^[\x2d-\x7a]*$/.test(changed) ? changed : `shc:/${digitsOf(changed)}`,
  });
  for (const [deed, bytes] of changedBytes(packed, choices, count)) {
    yield put(`DEFLATE: ${deed}`, `${header}.${base64url(bytes)}.${signature}`);
  }
  for (const [deed, bytes] of otherPackings(json)) {
    yield put(`DEFLATE: ${deed}`, `${header}.${base64url(bytes)}.${signature}`);
  }
  for (const [deed, bytes] of changedBytes(json, choices, count)) {
    yield put(`JSON bytes: ${deed}`, `${header}.${base64url(deflateRawSync(bytes))}.${signature}`);
  }
  for (const [deed, text] of changesOfJson(JSON.parse(json.toString()) as JsonObject, choices, 3)) {
    yield put(`FHIR and claims: ${deed}`, `${header}.${base64url(deflateRawSync(text))}.${signature}`);
  }
  const { iss } = JSON.parse(json.toString()) as { iss: string };
  for (const other of [
    `${iss}/`,
    iss.toUpperCase(),
    `${iss}.example`,
    iss.replace('https', 'http'),
    `${iss}?`,
    `${iss}#`,
  ]) {
    const text = json.toString().replace(JSON.stringify(iss), JSON.stringify(other));
    yield put('FHIR and claims: another issuer', `${header}.${base64url(deflateRawSync(text))}.${signature}`);
  }
  for (const [deed, other] of changesOfHeader(Buffer.from(header, 'base64url').toString(), choices)) {
    for (const end of [signature, '', signedByStranger(`${base64url(other)}.${payload}`)]) {
      yield put(`JWS header: ${deed}`, `${base64url(other)}.${payload}.${end}`);
    }
  }
  for (const trusted of document.trust) {
    const mac = createHmac('sha256', trusted.publicKey).update(`${header}.${payload}`).digest('base64url');
    yield put('JWS signature: the public key as a secret', `${header}.${payload}.${mac}`);
  }
  for (const [deed, bytes] of otherSignatures(Buffer.from(signature, 'base64url'))) {
    yield put(`JWS signature: ${deed}`, `${header}.${payload}.${base64url(bytes)}`);
  }
  for (const other of others) {
    if (other === document || other.form !== 'shc') continue;
    const parts = decodeHealthCard(other.text).jws.split('.') as [string, string, string];
    for (const [n, part] of parts.entries()) {
      if (part === [header, payload, signature][n]) continue;
      yield put('JWS: parts of another card', [header, payload, signature].toSpliced(n, 1, part).join('.'));
    }
    yield* mixedCodes(jws, parts.join('.'));
  }
  yield* changesOfForm(jws);
}

const signedByStranger = (input: string) =>
  sign('sha256', Buffer.from(input), { key: stranger.privateKey, dsaEncoding: 'ieee-p1363' }).toString(
    'base64url',
  );

function* changesOfHeader(text: string, choices: Choices): Generator<[string, string]> {
  const header = JSON.parse(text) as JsonObject;
  for (const [deed, changed] of changesOfJson(header, choices, 1)) yield [deed, changed];
  for (const alg of ['none', 'None', 'HS256', 'ES384', 'ES256K', 'EdDSA', 'PS256', 'es256', '']) {
    yield ['another algorithm', JSON.stringify({ ...header, alg })];
  }
  for (const zip of ['def', 'GZIP', 'none', ''])
    yield ['another compression', JSON.stringify({ ...header, zip })];
  const jwk = stranger.publicKey.export({ format: 'jwk' }) as JsonObject;
  const members: JsonObject[] = [
    { jwk },
    { jku: 'https://stranger.example/jwks.json' },
    { x5c: ['MIIB'] },
    { crit: ['b64'], b64: false },
    { b64: false },
    { typ: 'JWT' },
    { cty: 'text/plain' },
  ];
  for (const more of members) yield ['member added', JSON.stringify({ ...header, ...more })];
  for (const white of [' ', '\n', '\t']) yield ['white space', text.replaceAll(':', `:${white}`)];
}

/** The same JWS in the other ways that a card goes about in, and in ways that it does not. */
function* changesOfForm(jws: string): Generator<DocumentChange> {
  const put = (deed: string, scanned: string): DocumentChange => ({ kind: `card: ${deed}`, scanned });
  const digits = digitsOf(jws);
  yield put('as JWS', jws);
  yield put('as code', `shc:/${digits}`);
  yield put('as file', JSON.stringify({ verifiableCredential: [jws] }));
  yield put('as file', JSON.stringify({ verifiableCredential: [jws] }, null, 2));
  yield put('as file', JSON.stringify({ verifiableCredential: [jws, 'x'] }));
  yield put('not as it should be', JSON.stringify({ verifiableCredential: jws }));
  yield put('not as it should be', JSON.stringify({ verifiableCredential: [[jws]] }));
  yield put('not as it should be', `{"verifiableCredential":["x"],"verifiableCredential":["${jws}"]}`);
  for (const count of [1, 2, 3, 7]) {
    const size = Math.ceil(jws.length / count);
    const codes = Array.from(
      { length: count },
      (_, n) => `shc:/${n + 1}/${count}/${digitsOf(jws.slice(n * size, (n + 1) * size))}`,
    );
    yield put('as several codes', codes.join('\n'));
    yield put('as several codes', codes.toReversed().join(' '));
    yield put('as several codes', [...codes, ...codes].join('\n'));
    for (const [n] of codes.entries()) {
      if (count > 1) yield put('a code missing', codes.toSpliced(n, 1).join('\n'));
      const renumbered = codes.map((code, m) => (m === n ? code.replace(/^shc:\/\d+/, 'shc:/9') : code));
      yield put('a code renumbered', renumbered.join('\n'));
      const longer = codes.map((code, m) => (m === n ? code.replace(`/${count}/`, `/${count + 1}/`) : code));
      yield put('a code renumbered', longer.join('\n'));
    }
    if (count === 2) {
      const exchanged = codes.map((code, n) => code.replace(/^shc:\/\d/, `shc:/${2 - n}`));
      yield put('codes exchanged', exchanged.join('\n'));
    }
  }
  const [header, payload, signature] = jws.split('.') as [string, string, string];
  for (const other of [
    `${jws}.`,
    `.${jws}`,
    `${header}.${payload}`,
    `${header}.${payload}.`,
    `${header}..${signature}`,
    `${header}.${payload}.${signature}.${signature}`,
    `${header}.${payload}.${signature}=`,
    `${header}=.${payload}.${signature}`,
    jws.replaceAll('-', '+').replaceAll('_', '/'),
    JSON.stringify({ payload, protected: header, signature }),
    JSON.stringify({ payload, signatures: [{ protected: header, signature }] }),
  ]) {
    yield put('not as it should be', other);
  }
  // The spare bits of base64url's last character.
  for (const [n, part] of [header, payload, signature].entries()) {
    for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
      yield put(
        'last character of a part',
        [header, payload, signature].toSpliced(n, 1, part.slice(0, -1) + last).join('.'),
      );
    }
  }
}

/** Codes of two cards, as though of one. */
function* mixedCodes(jws: string, other: string): Generator<DocumentChange> {
  for (const place of [0.25, 0.5, 0.75, 0.9]) {
    const [first, second] = [
      jws.slice(0, Math.floor(jws.length * place)),
      other.slice(Math.floor(other.length * place)),
    ];
    yield {
      kind: 'card: codes of two cards',
      scanned: `shc:/1/2/${digitsOf(first)}\nshc:/2/2/${digitsOf(second)}`,
    };
  }
}
