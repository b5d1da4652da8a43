import type { JsonObject, JsonValue } from '../../../src/json.ts';
import type { Change } from './change.ts';
import type { Choices } from './choices.ts';
import type { Payload } from './payloads.ts';

const security = 'https://w3id.org/security#';
const types = [
  'Ed25519Signature2018',
  'RsaSignature2018',
  'Ed25519Signature2020',
  'JsonWebSignature2020',
  'DataIntegrityProof',
  '',
];
const suites = ['eddsa-rdfc-2022', 'ecdsa-rdfc-2019', 'eddsa-jcs-2022', 'ecdsa-sd-2023', ''];
const headers = [
  { alg: 'none' },
  { alg: 'none', b64: false, crit: ['b64'] },
  { alg: 'HS256', b64: false, crit: ['b64'] },
  { alg: 'RS256', b64: false, crit: ['b64'] },
  { alg: 'PS256', b64: true, crit: ['b64'] },
  { alg: 'PS256' },
  { alg: 'EdDSA' },
  { b64: false, alg: 'EdDSA', crit: ['b64'] },
];

/** Changes to the proof, and to how it is wrapped. */
export function* changesOfProofs({ credential }: Payload, choices: Choices): Generator<Change> {
  const proof = credential.proof as JsonObject;
  const put = (kind: string, instead: JsonValue): Change => ({
    kind,
    scanned: { ...credential, proof: instead },
  });
  for (const [name, value] of Object.entries(proof)) {
    const { [name]: _, ...rest } = proof;
    yield put('proof: member dropped', rest as JsonObject);
    yield put('proof: member expanded', { ...rest, [`${security}${name}`]: [{ '@value': value }] });
    yield put('proof: member expanded', { ...rest, [name]: [value] });
    yield put('proof: member in two forms', { ...proof, [`${security}${name}`]: value });
    for (const other of ['', 'x', null, 1, {}, [], [value, value], { '@id': value }, `${value} `]) {
      yield put('proof: member replaced', { ...rest, [name]: other });
    }
    for (let n = 0; n < 40; n += 1) {
      const at = choices.below(String(value).length);
      const other =
        String(value).slice(0, at) +
        String.fromCharCode(33 + choices.below(94)) +
        String(value).slice(at + 1);
      yield put('proof: character replaced', { ...rest, [name]: other });
    }
  }
  for (const type of types) {
    for (const cryptosuite of suites) yield put('proof: another suite', { ...proof, type, cryptosuite });
    yield put('proof: another suite', { ...proof, type });
  }
  const signature = String(proof.jws ?? '').split('.')[2] ?? String(proof.proofValue);
  for (const header of headers) {
    const encoded = Buffer.from(JSON.stringify(header)).toString('base64url');
    for (const end of [signature, ''])
      yield put('proof: JWS header', { ...proof, jws: `${encoded}..${end}` });
    yield put('proof: JWS header', { ...proof, jws: `${encoded}.e30.${signature}` });
  }
  yield put('proof: none', null);
  yield put('proof: none', []);
  yield put('proof: in a list', [proof]);
  yield put('proof: in a list in a list', [[proof]]);
  yield put('proof: a set of two', [proof, proof]);
  yield put('proof: a set of two', [proof, { ...proof, created: '2020-01-01T00:00:00Z' }]);
  yield put('proof: a chain', [
    { ...proof, id: 'urn:a' },
    { ...proof, previousProof: 'urn:a' },
  ]);
  for (const [name, value] of [
    ['expires', '2020-01-01T00:00:00Z'],
    ['domain', 'x'],
    ['challenge', 'x'],
    ['nonce', 'x'],
    ['id', 'urn:x'],
    ['previousProof', 'urn:x'],
    ['@context', 'x'],
    ['@context', { a: 'b' }],
    ['creator', 'did:x'],
    ['capabilityChain', []],
  ] as const) {
    yield put('proof: member added', { ...proof, [name]: value as JsonValue });
  }
  for (const purpose of ['authentication', `${security}assertionMethod`, 'keyAgreement']) {
    yield put('proof: purpose', { ...proof, proofPurpose: purpose });
  }
}
