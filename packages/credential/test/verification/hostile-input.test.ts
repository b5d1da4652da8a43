import { createHmac, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/json.ts';
import { type CryptosuiteName, cryptosuites } from '../../src/proofs/cryptosuites.ts';
import { issueProof } from '../../src/proofs/issue-proof.ts';
import { packDivocPayload, unpackDivocPayload } from '../../src/qr/divoc-payload.ts';
import { onlyZipEntry } from '../../src/qr/only-zip-entry.ts';
import { buildStatusList, encodeBitstring, openStatusList } from '../../src/status/bitstring-status-list.ts';
import type { TrustList } from '../../src/trust/trust-list.ts';
import { isPlainCredentialJson } from '../../src/verification/json-bounds.ts';
import { verify } from '../../src/verification/verify.ts';
import { at, publicPemOf, signed, signerFor, trustFor, verificationMethod } from '../sample-issuer.ts';
import { choicesFrom } from './changes/choices.ts';
import { changed, placesIn } from './changes/places.ts';
import { showTheSame } from './changes/what-is-shown.ts';
import { writeZip, type ZipEnd, type ZipEntry } from './hostile/write-zip.ts';

const suite: CryptosuiteName = 'Ed25519Signature2018';
const trust = trustFor(suite);
const created = '2026-05-01T00:00:00Z';
const genuine = await signed('domestic', suite);
const text = JSON.stringify(genuine);
const subject = genuine.credentialSubject as JsonObject;
const [event = {}] = genuine.evidence as readonly JsonObject[];
const proof = genuine.proof as JsonObject;

const verdictOf = async (scanned: string | Uint8Array | JsonObject, trusted: TrustList = trust) =>
  (await verify(scanned, { trust: trusted, at })).verdict;
const withSubject = (members: JsonObject) => ({ ...genuine, credentialSubject: { ...subject, ...members } });
const withEvent = (members: JsonObject) => ({ ...genuine, evidence: [{ ...event, ...members }] });

describe('a zip', () => {
  const content = Buffer.from(text);
  const zip = (entry: Partial<ZipEntry> = {}, end: ZipEnd = {}) => writeZip([{ content, ...entry }], end);

  test.each<[string, Uint8Array]>([
    ['as every program writes it', zip()],
    ['stored, not deflated', zip({ method: 0 })],
    ['with its sizes behind the data too, and a name in UTF-8', zip({ flags: 0x0808 })],
    ['with a comment', zip({}, { comment: Buffer.from('of whoever made it') })],
    ['with bytes behind it', Uint8Array.from([...zip(), 0, 0, 10])],
  ])('%s is read', async (_, bytes) => {
    expect(await verdictOf(bytes)).toBe('valid');
    expect(await verdictOf(`B64:${Buffer.from(bytes).toString('base64')}`)).toBe('valid');
  });

  const other = { content: Buffer.from('{"a":1}') };
  test.each<[string, Uint8Array]>([
    ['with a wrong CRC-32', zip({ checksum: 1 })],
    ['with a CRC-32 of nothing', zip({ checksum: 0 })],
    ['with a size that is too small', zip({ size: content.length - 1 })],
    ['with a size that is too large', zip({ size: content.length + 1 })],
    ['with a size of 4 GB', zip({ size: 0xffffffff })],
    ['with sizes in zip64', zip({ size: 0xffffffff, packedSize: 0xffffffff })],
    ['with packed data that go on behind the zip', zip({ packedSize: 60_000 })],
    ['with packed data that end too early', zip({ packedSize: 100 })],
    ['that is said to be encrypted', zip({ flags: 0x0001 })],
    ['that is said to be encrypted strongly', zip({ flags: 0x0041 })],
    ['deflated in another way', zip({ method: 9 })],
    ['that is deflated here and stored there', zip({ localMethod: 0 })],
    ['with another name', zip({ name: 'Certificate.json', localName: 'Certificate.json' })],
    ['with another name inside', zip({ localName: 'certificate.jsoN' })],
    ['with a path', zip({ name: '../certificate.json', localName: '../certificate.json' })],
    ['of two certificates', writeZip([{ content }, { content }])],
    ['of two certificates, one of them another', writeZip([other, { content }])],
    ['of a certificate and another file', writeZip([{ content }, { ...other, name: 'x' }])],
    [
      'of a thousand entries at one place',
      writeZip([{ content }, ...Array.from({ length: 999 }, () => ({ content, at: 0 }))]),
    ],
    ['of none', writeZip([])],
    ['that says it has none', zip({}, { count: 0 })],
    ['that says it has more', zip({}, { count: 2 })],
    ['whose directory is nowhere', zip({}, { central: 0xffffffff })],
    ['whose directory is in the data', zip({}, { central: 40 })],
    ['whose entry is nowhere', writeZip([{ content, at: 0x7fffffff }])],
    ['whose entry is its own directory', writeZip([{ content, at: 0 }])],
    ['in a zip', zip({ content: zip() })],
    ['that holds no UTF-8', zip({ content: Uint8Array.from([0x7b, 0xff, 0x7d]) })],
    ['that is cut off', zip().subarray(0, -1)],
  ])('%s is no certificate', async (_, bytes) => {
    expect(await verdictOf(bytes)).toBe('unreadable');
  });

  test('that inflates to a hundred times what it says, or to more than any certificate, gives nothing', () => {
    for (const megabytes of [1, 3, 60]) {
      const bomb = new Uint8Array(megabytes * 1024 * 1024);
      for (const size of [0, 1_000, 256 * 1024, bomb.length]) {
        const bytes = writeZip([{ content: bomb, size }]);
        expect(bytes.length).toBeLessThan(64 * 1024);
        expect(() => onlyZipEntry(bytes, 'certificate.json', 256 * 1024)).toThrow('not a certificate');
      }
    }
  });

  test('of any shape gives its entry, or says that it is not readable', () => {
    const genuineZip = zip();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: genuineZip.length - 1 }), fc.nat({ max: 255 })), { maxLength: 4 }),
        (changes) => {
          const bytes = Uint8Array.from(genuineZip);
          for (const [place, byte] of changes) bytes[place] = byte;
          try {
            expect(Buffer.from(onlyZipEntry(bytes, 'certificate.json', 4_096)).equals(content)).toBe(true);
          } catch (error) {
            expect(error).toMatchObject({ code: 'UNREADABLE_PAYLOAD' });
          }
        },
      ),
      { numRuns: 5_000, seed: 1 },
    );
  });

  test('of every vector has the CRC-32 that it names', () => {
    const vectors = join(import.meta.dirname, '../../../../test-vectors');
    const who = readFileSync(join(vectors, 'gdhcn-validator/DIVOCQR1Contents.txt'), 'utf8');
    expect(unpackDivocPayload(who)).toContain('"Third March User One"');
    const kde = readFileSync(join(vectors, 'kde/partial-vaccination.bin'));
    expect(unpackDivocPayload(kde)).toContain('RsaSignature2018');
  });
});

describe('JSON', () => {
  const nested = (open: string, close: string, depth = 20_000) =>
    `${open.repeat(depth)}1${close.repeat(depth)}`;
  const instead = (value: string, text_: string) => text.replace(value, () => text_);
  const dose = `"dose":${JSON.stringify(event.dose)}`;
  const type = `"type":${JSON.stringify(genuine.type)}`;
  const context = `"@context":${JSON.stringify(genuine['@context'])}`;
  const jws = `"jws":${JSON.stringify(proof.jws)}`;

  test.each<[string, string]>([
    ['nested deeply', nested('{"a":', '}', 9_000)],
    ['nested deeply, in lists', `{"a":${nested('[', ']')}}`],
    ['whose types are nested deeply', instead(type, `"type":${nested('[', ']')}`)],
    ['whose contexts are nested deeply', instead(context, `"@context":${nested('[', ']')}`)],
    ['whose signature is nested deeply', instead(jws, `"jws":${nested('[', ']')}`)],
    [
      'whose proof is nested deeply',
      instead(`"proof":${JSON.stringify(proof)}`, `"proof":${nested('[', ']')}`),
    ],
    ['with a number too large to be one', instead(dose, '"dose":1e400')],
    ['with a number of 50,000 digits', instead(dose, `"dose":${'9'.repeat(50_000)}`)],
    ['with a fraction that RDF rounds', instead(dose, '"dose":0.30000000000000004')],
    ['with half of a surrogate pair', instead(dose, '"dose":"\\ud800"')],
    ['with half of a surrogate pair in a name', instead(dose, `${dose},"\\udfff":1`)],
    ['with a byte order mark inside', instead(dose, `\ufeff${dose}`)],
    ['with a NUL inside', instead(dose, `\u0000${dose}`)],
    ['with a prototype', instead(dose, `${dose},"__proto__":{"name":"Another"}`)],
    ['with a prototype at its root', text.replace('{', '{"__proto__":{"evidence":[]},')],
    ['with a name twice', instead(dose, `${dose},"dose":9`)],
    ['with a name twice, once escaped', instead(dose, `"d\\u006fse":9,${dose}`)],
    ['with a name twice, in a member that is not signed', instead(dose, `${dose},"x":{"a":1,"a":1}`)],
    ['with two proofs', text.replace(/}$/, `,"proof":${JSON.stringify(proof)}}`)],
    ['with comments', instead(dose, `/* ${dose} */ ${dose}`)],
    ['with single quotes', text.replaceAll('"', "'")],
    ['in a list', `[${text}]`],
    ['as a text', JSON.stringify(text)],
    ['followed by more', `${text}${text}`],
    [
      'with thousands of members',
      instead(dose, `${dose},${Array.from({ length: 4_000 }, (_, n) => `"${n}":1`).join()}`),
    ],
    [
      'with thousands of values',
      instead(dose, `"dose":[${Array.from({ length: 9_000 }, (_, n) => n).join()}]`),
    ],
    ['with a text of 40,000 characters', instead(dose, `"dose":"${'x'.repeat(40_000)}"`)],
  ])('%s is no certificate', async (_, json) => {
    expect(json).not.toBe(text);
    expect(await verdictOf(json)).toBe('unreadable');
    expect(await verdictOf(writeZip([{ content: Buffer.from(json) }]))).toBe('unreadable');
  });

  test.each<[string, string]>([
    ['a text that runs the other way', '\u202eMitra'],
    ['an invisible character', 'Mi\u200btra'],
    ['a NUL', 'Mitra\u0000'],
    ['a tag character', 'Mitra\u{e0041}'],
    ['a letter of another script', 'Мitra'],
    ['the replacement character', 'Mitra\ufffd'],
    ['what ends a statement of RDF', 'Mitra" .\n<urn:a> <urn:b> "c'],
    ['a language tag', 'Mitra"@en'],
  ])('%s in a value is found', async (_, name) => {
    expect(await verdictOf(withSubject({ name }))).toBe('tampered');
  });

  test('a byte order mark and white space before it change nothing', async () => {
    expect(await verdictOf(`\ufeff \n${text}\n`)).toBe('valid');
    expect(await verdictOf(Buffer.from(`\ufeff${text}`))).toBe('valid');
  });
});

describe('algorithms and keys', () => {
  const jwsOf = (header: object, signature: string) =>
    `${Buffer.from(JSON.stringify(header)).toString('base64url')}..${signature}`;
  const signature = String(proof.jws).split('..')[1] ?? '';
  const withJws = (jws: string) => ({ ...genuine, proof: { ...proof, jws } });

  test('none, or another than its own, is never accepted', async () => {
    for (const alg of ['none', 'None', 'NONE', '', 'HS256', 'RS256', 'ES256', 'PS256', 'EdDSA ']) {
      for (const end of ['', signature, 'AA']) {
        expect(await verdictOf(withJws(jwsOf({ alg, b64: false, crit: ['b64'] }, end)))).toBe('tampered');
      }
    }
    const header = { alg: 'EdDSA', b64: false, crit: ['b64'] };
    expect(await verdictOf(withJws(jwsOf(header, signature)))).toBe('valid');
    for (const other of [
      { ...header, b64: true },
      { ...header, crit: [] },
      { ...header, jwk: { kty: 'oct', k: 'AA' } },
      { ...header, kid: 'x' },
      { alg: 'EdDSA' },
    ]) {
      expect(await verdictOf(withJws(jwsOf(other, signature)))).toBe('tampered');
    }
  });

  test('a public key is not a secret: no HMAC with it counts', async () => {
    for (const secret of [publicPemOf(suite), publicPemOf(suite).trim()]) {
      const header = { alg: 'HS256', b64: false, crit: ['b64'] };
      const encoded = Buffer.from(JSON.stringify(header)).toString('base64url');
      const mac = createHmac('sha256', secret).update(`${encoded}.`).update(text).digest('base64url');
      expect(await verdictOf(withJws(`${encoded}..${mac}`))).toBe('tampered');
    }
  });

  test('signatures of nothing, and in other encodings, are none', async () => {
    const zeros = Buffer.alloc(64).toString('base64url');
    const head = String(proof.jws).split('..')[0];
    for (const end of [
      '',
      'A',
      'AA',
      zeros,
      `${signature}==`,
      `${signature}AA`,
      signature.slice(0, -2),
      '*'.repeat(86),
    ]) {
      expect(await verdictOf(withJws(`${head}..${end}`))).toBe('tampered');
    }
    expect(await verdictOf(withJws(`${head}.e30.${signature}`))).toBe('tampered');
    const ecdsa = await signed('domestic', 'ecdsa-rdfc-2019');
    const trusted = trustFor('ecdsa-rdfc-2019');
    expect(await verdictOf(ecdsa, trusted)).toBe('valid');
    for (const proofValue of ['z', `z${'1'.repeat(64)}`, `u${zeros}`, 'z0', `z${'2'.repeat(9_000)}`]) {
      const forged = { ...ecdsa, proof: { ...(ecdsa.proof as JsonObject), proofValue } };
      expect(await verdictOf(forged, trusted)).toBe('tampered');
    }
  });

  test('a proof of one suite is none of another', async () => {
    const every: CryptosuiteName[] = [
      'Ed25519Signature2018',
      'RsaSignature2018',
      'eddsa-rdfc-2022',
      'ecdsa-rdfc-2019',
    ];
    const trusted = every.flatMap(trustFor);
    for (const one of every) {
      const credential = await signed('domestic', one);
      expect(await verdictOf(credential, trusted)).toBe('valid');
      for (const other of every.filter((name) => name !== one)) {
        const { proof: foreign } = await signed('domestic', other);
        const { type, cryptosuite } = foreign as JsonObject;
        const relabelled = {
          ...(credential.proof as JsonObject),
          type: type ?? '',
          ...(cryptosuite ? { cryptosuite } : {}),
        };
        const verdict = await verdictOf({ ...credential, proof: relabelled }, trusted);
        expect(['tampered', 'unreadable']).toContain(verdict);
      }
    }
  });

  const spki = (key: { export(options: { type: 'spki'; format: 'pem' }): string | Buffer }) =>
    key.export({ type: 'spki', format: 'pem' }).toString();
  const others: [string, string | Uint8Array][] = [
    ['of RSA', publicPemOf('RsaSignature2018')],
    ['of P-256', publicPemOf('ecdsa-rdfc-2019')],
    ['of P-384', spki(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey)],
    ['of secp256k1', spki(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey)],
    ['of Ed448', spki(generateKeyPairSync('ed448').publicKey)],
    ['of X25519', spki(generateKeyPairSync('x25519').publicKey)],
    ['of RSA, short', spki(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)],
    ['that is empty', ''],
    ['that is no key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'],
    ['that is no PEM', 'did:example:key'],
    ['that is no DER', Uint8Array.from([0x30, 0x80, 0x06, 0x03, 0x2b, 0x65, 0x70])],
  ];
  test.each(others)('a trusted key %s verifies nothing, and hinders no other', async (_, publicKey) => {
    const entry = { issuerName: 'Odd', verificationMethod, publicKey };
    expect(await verdictOf(genuine, [entry])).toBe('untrusted-issuer');
    expect(await verdictOf(genuine, [entry, ...trust])).toBe('valid');
    const nameless = { issuerName: 'Odd', publicKey };
    expect(await verdictOf(genuine, [nameless])).toBe('untrusted-issuer');
    const p256 = await signed('test', 'ecdsa-rdfc-2019');
    if (publicKey !== publicPemOf('ecdsa-rdfc-2019')) {
      expect(await verdictOf(p256, [entry])).toBe('untrusted-issuer');
    }
  });

  test('a signature counts for the key that made it, whoever is named', async () => {
    const stranger = {
      issuerName: 'Stranger',
      verificationMethod: 'did:example:stranger#key',
      publicKey: spki(generateKeyPairSync('ed25519').publicKey),
    };
    const both = [stranger, ...trust];
    expect(await verify(genuine, { trust: both, at })).toMatchObject({
      verdict: 'valid',
      issuerName: 'Test issuer',
    });
    const named = { ...genuine, proof: { ...proof, verificationMethod: stranger.verificationMethod } };
    expect(await verdictOf(named, both)).toBe('tampered');
    const swapped = both.map((entry, n) => ({
      ...entry,
      publicKey: (both[1 - n] as typeof entry).publicKey,
    }));
    expect(await verdictOf(genuine, swapped)).toBe('tampered');
    expect(await verdictOf({ ...genuine, issuer: 'https://stranger.example/' }, both)).toBe('tampered');
  });

  test('a key counts only for what it signed while it was in force', async () => {
    const verdictWith = (limits: object) =>
      verdictOf(genuine, [{ ...trust[0], ...limits } as TrustList[number]]);
    expect(await verdictWith({ validFrom: '2026-01-01T00:00:00Z', validUntil: '2026-12-31T00:00:00Z' })).toBe(
      'valid',
    );
    for (const limits of [
      { validFrom: '2026-05-02T00:00:00Z' },
      { validUntil: '2026-04-30T00:00:00Z' },
      { compromisedSince: '2026-04-30T00:00:00Z' },
      { validFrom: 'once' },
      { validUntil: '' },
      { compromisedSince: 'never' },
    ]) {
      expect(await verdictWith(limits)).toBe('untrusted-issuer');
    }
  });

  test('proof sets and chains are not understood, and not accepted', async () => {
    const forged = { ...proof, created: '2020-01-01T00:00:00Z' };
    for (const proofs of [[], [proof, proof], [forged, proof], [proof, forged], [[proof]], [null, proof]]) {
      expect(await verdictOf({ ...genuine, proof: proofs as JsonValue })).toBe('unreadable');
    }
    expect(await verdictOf({ ...genuine, proof: { ...proof, previousProof: 'urn:x' } })).toBe('tampered');
    expect(await verdictOf({ ...genuine, proof: { ...proof, 'https://w3id.org/security#jws': 'x' } })).toBe(
      'unreadable',
    );
  });
});

describe('what hid exchanged values from the binding digest', () => {
  const { infoUrl, feedbackUrl, ...rest } = event;
  const exchanged = {
    ...rest,
    date: event.effectiveUntil as JsonValue,
    effectiveUntil: event.date as JsonValue,
  };
  const pair = (members: JsonObject[]) => ({ ...genuine, evidence: members });
  const hidden: [string, JsonObject][] = [
    ['the digest in a list', withEvent({ ...exchanged, infoUrl: [infoUrl as JsonValue] })],
    [
      'the digest in a list in the other URL',
      withEvent({ ...exchanged, infoUrl: feedbackUrl as JsonValue, feedbackUrl: [infoUrl as JsonValue] }),
    ],
    [
      'the digest in another entry',
      pair([
        { ...exchanged, feedbackUrl: feedbackUrl as JsonValue },
        { id: event.id as JsonValue, type: event.type as JsonValue, infoUrl: infoUrl as JsonValue },
      ]),
    ],
    [
      'the evidence not in a list',
      { ...genuine, evidence: { ...event, ...exchanged, infoUrl: [infoUrl as JsonValue] } },
    ],
    ['the evidence in a list in a list', { ...genuine, evidence: [[{ ...event, ...exchanged }]] }],
  ];
  test.each(hidden)('%s', async (_, credential) => {
    expect(['malformed', 'tampered', 'unreadable']).toContain(await verdictOf(credential));
  });

  test('DIVOC’s vocabulary under a type of another name', async () => {
    const type = ['VerifiableCredential', 'https://schema.org/ProofOfVaccinationCredential'];
    expect(await verdictOf({ ...genuine, type })).not.toBe('valid');
  });
});

describe('documents made to take long', () => {
  const nodes = (count: number, node: (n: number) => JsonObject) =>
    Array.from({ length: count }, (_, n) => node(n));

  test.each<[string, JsonObject]>([
    ['blank nodes that are alike', withEvent({ facility: nodes(60, () => ({})) })],
    [
      'nodes with a vocabulary of their own',
      { ...genuine, evidence: nodes(60, (n) => ({ type: ['Vaccination'], dose: n })) },
    ],
    ['types without end', withEvent({ type: Array.from({ length: 9 }, () => 'Vaccination') })],
    [
      'members without end',
      withSubject(Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`x${n}`, 'y']))),
    ],
    ['text without end', withSubject({ name: '../'.repeat(12_000) })],
  ])('%s are refused before they are read as RDF', async (_, document) => {
    const { '@context': __, proof: ___, ...members } = document;
    expect(isPlainCredentialJson(members)).toBe(false);
    expect(await verdictOf(document)).toBe('unreadable');
  });

  test('a status list may be long all the same', async () => {
    const issuer = 'https://issuer.example/';
    const choices = choicesFrom(4);
    const revoked = Array.from({ length: 400_000 }, () => choices.below(1_048_576));
    const list: JsonObject = {
      ...buildStatusList({ url: `${issuer}1`, issuer, validFrom: created, validUntil: created, revoked: [] }),
      credentialSubject: {
        id: `${issuer}1#list`,
        type: 'BitstringStatusList',
        statusPurpose: 'revocation',
        encodedList: encodeBitstring(revoked, 1_048_576),
      },
    };
    const of = 'eddsa-rdfc-2022';
    const signedList = await issueProof(list, cryptosuites[of], signerFor(of), created);
    expect(JSON.stringify(signedList).length).toBeGreaterThan(64 * 1024);
    const source = await openStatusList(signedList, trustFor(of));
    expect(source.staleAfter).toBe(created);
  });

  // Its size is not looked at yet: a list of the same two contexts, thousands long, is processed one by one.
  test('a list of contexts without end is refused before it is read as RDF', async () => {
    const [first, second] = genuine['@context'] as string[];
    const contexts = [first as string, ...Array.from({ length: 8 }, () => second as string)];
    expect(await verdictOf({ ...genuine, '@context': contexts })).toBe('unreadable');
  });

  test('blank nodes that canonicalisation would try in every order are given up', async () => {
    const tree = (depth: number): JsonObject =>
      depth === 0 ? {} : { address: [tree(depth - 1), tree(depth - 1)] };
    const ring = {
      ...genuine,
      evidence: nodes(12, () => ({ type: ['Vaccination'], facility: [tree(1), tree(1)] })),
    };
    for (const document of [ring, withEvent({ facility: nodes(10, () => tree(1)) })]) {
      expect(['unreadable', 'tampered']).toContain(await verdictOf(document));
    }
  });

  test('more members without signature than a person could have added by mistake are not looked for', async () => {
    const credential = await signed('domestic', 'eddsa-rdfc-2022');
    const strangers = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`x${n}`, 'y']));
    const trusted = trustFor('eddsa-rdfc-2022');
    const few = await verify({ ...credential, ...strangers(12) }, { trust: trusted, at });
    expect(few.verdict).toBe('valid');
    expect(few.credential).toEqual(credential);
    expect(await verdictOf({ ...credential, ...strangers(13) }, trusted)).toBe('tampered');
  });
});

describe('anything at all', () => {
  const never = ['valid', 'expired', 'revoked', 'not-yet-valid'];

  test('that is no JSON object, text or bytes', async () => {
    const odd: unknown[] = [
      null,
      undefined,
      0,
      Number.NaN,
      true,
      [],
      [genuine],
      new Date(),
      new Map(),
      () => text,
      Symbol.iterator,
      new Uint8Array(),
      '',
    ];
    const cyclic: Record<string, unknown> = { ...genuine };
    cyclic.credentialSubject = cyclic;
    const throwing = {
      ...genuine,
      get type(): never {
        throw new Error('caught');
      },
    };
    for (const scanned of [...odd, cyclic, throwing, { ...genuine, proof: cyclic }]) {
      expect(await verdictOf(scanned as JsonObject)).toBe('unreadable');
    }
  });

  test('bytes, texts and JSON: never throws, never valid', async () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 3_000 }),
      fc.string({ unit: 'binary', maxLength: 500 }),
      fc.json(),
      fc.json().map((json) => packDivocPayload(json)),
      fc.json().map((json) => writeZip([{ content: Buffer.from(json) }])),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from([0x50, 0x4b, 3, 4, ...bytes])),
      fc.base64String().map((base64) => `B64:${base64}`),
      fc.dictionary(fc.string(), fc.jsonValue()).map((members) => ({ ...members, proof }) as JsonObject),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (scanned) => {
        expect(never).not.toContain(await verdictOf(scanned));
      }),
      { numRuns: 3_000, seed: 2 },
    );
  });

  // A pattern for its end would look at each of them, to the last, again and again.
  test('as many line ends as the service takes', async () => {
    expect(await verdictOf(`a${'\n'.repeat(120_000)}b`)).toBe('unreadable');
  });

  test('in the place of any part of a certificate: refused, or left out', async () => {
    const places = placesIn(genuine).map(({ path }) => path);
    const instead = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.string({ unit: 'binary' }), fc.double());
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...places),
        fc.string(),
        instead,
        fc.boolean(),
        async (path, name, value, added) => {
          const scanned = changed(genuine, path, (found) =>
            added && isJsonObject(found) ? { ...found, [name]: value as JsonValue } : (value as JsonValue),
          );
          if (!isJsonObject(scanned)) return;
          const { verdict, credential } = await verify(scanned, { trust, at });
          if (verdict === 'valid') expect(credential && showTheSame(credential, genuine)).toBe(true);
        },
      ),
      { numRuns: 1_500, seed: 3 },
    );
  });
});
