import { deflateSync } from 'node:zlib';
import { encode as toBase45 } from 'base45';
import { Tag, encode as toCbor } from 'cbor2';
import { describe, expect, test } from 'vitest';
import { UnreadablePayloadError } from '../../../src/errors.ts';
import { buildIcvp } from '../../../src/formats/icvp/build-icvp.ts';
import { membersOf } from '../../../src/formats/icvp/content.ts';
import { decodeIcvp } from '../../../src/formats/icvp/decode.ts';
import { contentIcvp, encodeIcvp } from '../../../src/formats/icvp/encode.ts';
import { summarize } from '../../../src/formats/icvp/summarize.ts';
import { verifyIcvp } from '../../../src/formats/icvp/verify.ts';
import { cborOfJson } from '../../../src/hcert/cbor-of-json.ts';
import { signHcert } from '../../../src/hcert/claims.ts';
import type { JsonObject, JsonValue } from '../../../src/json.ts';
import { textOf } from '../../../src/qr/code-content.ts';
import { verify } from '../../../src/verification/verify.ts';
import { at, issuedAt, newHcertSigner, validatorFile, validity } from '../hcert-signer.ts';
import { plain, readHcertIndependently } from '../read-hcert-independently.ts';
import { certificateId, polioRecord, stamaril, yellowFeverRecord } from './records.ts';

const { signer, publicKey, trusted } = newHcertSigner();
const trust = [trusted()];

const documents = (['2024', '2025', '2026'] as const).map(
  (fieldSet) => [fieldSet, buildIcvp(yellowFeverRecord(), { fieldSet })] as const,
);

/** Signs members that the builder would not write. */
const signedMembers = (members: JsonValue, subclaim = -6) =>
  signHcert(subclaim, cborOfJson(members), signer, { ...validity, issuer: 'XCL' });

describe.each(documents)('the fields of %s', (fieldSet, document) => {
  test('what is signed is read and verified', async () => {
    const text = await encodeIcvp(document, signer, validity);
    expect(decodeIcvp(text)).toMatchObject({
      subclaim: -6,
      members: membersOf(document),
      content: { fieldSet, holder: document.holder, vaccination: document.vaccination },
      faulty: [],
      certificateId,
    });
    const answer = await verifyIcvp(text, { trust, at });
    expect(answer).toMatchObject({
      verdict: 'valid',
      format: 'icvp',
      issuerName: 'Ministry of Health',
      content: membersOf(document),
      summary: {
        kind: 'vaccination',
        certificateId,
        issuedAt: '2026-05-01T10:20:30.000Z',
        holder: { name: 'Asha Ramakrishnan', birthDate: '1988-03-14', birthYear: '1988', nationality: 'IND' },
        vaccination: {
          disease: 'Yellow fever',
          vaccine: 'STAMARIL',
          manufacturer: 'Sanofi Pasteur',
          batch: 'W2C721V',
          date: '2026-02-04',
        },
        attestedBy: 'Sooraj Singh',
      },
    });
    expect(answer.checks.every(({ outcome }) => outcome === 'passed' || outcome === 'skipped')).toBe(true);
  });

  test('another reader finds the same in it, and the certificate id in the claim cti', async () => {
    const text = await encodeIcvp(document, signer, validity);
    const { claims, ...read } = readHcertIndependently(text, publicKey);
    expect(read).toEqual({ tag: 18, algorithm: -7, keyId: signer.keyId, verified: true });
    expect(claims.get(1)).toBe('IN');
    expect(claims.get(4)).toBe(signer.certificateUntil / 1000);
    expect(claims.get(6)).toBe(issuedAt / 1000);
    expect(Buffer.from(claims.get(7) as Uint8Array).toString()).toBe(certificateId);
    expect(plain(claims.get(-260))).toEqual({ '-6': membersOf(document) });
  });

  test('goes into a QR code in one alphanumeric segment', async () => {
    const text = await encodeIcvp(document, signer, validity);
    expect(textOf(contentIcvp(text))).toBe(text);
    expect(text).toMatch(/^HC1:[0-9A-Z $%*+\-./:]+$/);
  });
});

describe("codes of WHO's validator", () => {
  test.each(['DVCTest', 'DVCTest2'])('%s is read', async (name) => {
    const text = validatorFile(`${name}QR.txt`);
    const { contents } = JSON.parse(validatorFile(`${name}QRUnpacked.json`));
    const read = decodeIcvp(text);
    expect(read.members).toEqual(contents['-260']['-6']);
    expect(read).toMatchObject({ subclaim: -6, faulty: [], content: { fieldSet: '2024' } });
    // Its issuer, `XL` or `XCL`, is no country's alpha-2 code; its key is in no list that is public.
    expect(await verifyIcvp(text, { trust, at })).toMatchObject({
      verdict: 'untrusted-issuer',
      format: 'icvp',
    });
    expect(summarize(read.content)).toEqual({
      kind: 'vaccination',
      holder: {
        name: 'Aulo Agerio',
        birthDate: '1905-08-23',
        birthYear: '1905',
        sex: 'M',
        nationality: 'CL',
      },
      vaccination: {
        disease: 'Yellow fever',
        vaccine: 'Yellow fever vaccines',
        prophylaxis: 'Yellow fever vaccines',
        manufacturer: 'HIPRA',
        batch: '123123123',
        date: '1904-08-23',
        effectiveFrom: '2015-02-07',
        effectiveUntil: '2015-02-07',
      },
      attestedBy: 'Vacunador',
    });
  });

  test('a vaccine against COVID-19 that only its code names is shown by its name', () => {
    const { content } = decodeIcvp(validatorFile('DVCTest2QR.txt'));
    const covishield = { ...content.vaccination, disease: 'RA01', vaccine: 'XM97T2' };
    expect(summarize({ ...content, vaccination: covishield }).vaccination).toMatchObject({
      disease: 'COVID-19',
      vaccine: 'Covishield®',
    });
  });

  test('the values are those of the FHIR document that it makes of them', () => {
    const { entry } = JSON.parse(validatorFile('DVCTest2QRFHIRBundle.json'));
    const resource = (type: string) =>
      entry.find((one: { resource: { resourceType: string } }) => one.resource.resourceType === type)
        .resource;
    const { holder, vaccination } = decodeIcvp(validatorFile('DVCTest2QR.txt')).content;
    const immunization = resource('Immunization');
    expect(immunization.lotNumber).toBe(vaccination.batch);
    expect(immunization.vaccineCode.coding[0].code).toBe(vaccination.vaccine);
    expect(immunization.protocolApplied[0].targetDisease[0].coding[0].code).toBe(vaccination.disease);
    expect(immunization.protocolApplied[0].doseNumberString).toBe(vaccination.dose);
    expect(immunization.manufacturer.identifier.value).toBe(vaccination.manufacturerId);
    const patient = resource('Patient');
    expect(patient.birthDate).toBe(holder.birthDate);
    expect(patient.identifier[0].value).toBe(holder.identifier);
    expect(patient.contact[0].name.text).toBe(holder.guardian);
  });
});

describe('other forms', () => {
  const members = membersOf(buildIcvp(yellowFeverRecord()));

  test('another number, a list of one, dates with times, no id', async () => {
    const dose = { ...(members.v as JsonObject), dt: '2026-02-04T10:00:00Z' };
    const text = await signedMembers({ ...members, v: [dose] }, -7);
    expect(decodeIcvp(text)).toMatchObject({ subclaim: -7, faulty: [] });
    const { verdict, summary } = await verify(text, { trust, at });
    expect(verdict).toBe('valid');
    expect(summary).not.toHaveProperty('certificateId');
  });

  test.each(documents)('a list of one certificate, of %s', async (fieldSet, document) => {
    const text = await signedMembers([membersOf(document)]);
    expect(decodeIcvp(text)).toMatchObject({
      members: membersOf(document),
      content: { fieldSet },
      faulty: [],
    });
    expect(await verify(text, { trust, at })).toMatchObject({
      verdict: 'valid',
      format: 'icvp',
      content: membersOf(document),
    });
  });
});

describe("the certificate's own period", () => {
  const verdictAt = async (text: string, moment: string) => {
    const { verdict, summary, checks } = await verify(text, { trust, at: Date.parse(moment) });
    const found = checks.filter(({ name, outcome }) => name === 'dates' && outcome === 'failed');
    return { verdict, codes: found.map(({ code }) => code), shown: summary?.vaccination };
  };
  const yellowFever = (dose: JsonObject) => {
    const members = membersOf(buildIcvp(yellowFeverRecord()));
    const { vls, ...others } = members.v as JsonObject;
    return signedMembers({ ...members, v: { ...others, ...dose } });
  };
  const signedAt = (moment: string) => ({ ...validity, issuedAt: Date.parse(moment) });

  test('against polio: from its first day to its last, in every time zone', async () => {
    const { vaccination, ...others } = buildIcvp(polioRecord());
    const document = { ...others, vaccination: { ...vaccination, validUntil: '2026-08-31' } };
    const text = await encodeIcvp(document, signer, signedAt('2026-02-04T00:00:00Z'));
    expect(await verdictAt(text, '2026-06-01T00:00:00Z')).toMatchObject({
      verdict: 'valid',
      codes: [],
      shown: { disease: 'Poliomyelitis', effectiveFrom: '2026-02-14', effectiveUntil: '2026-08-31' },
    });
    for (const [moment, verdict, ...codes] of [
      ['2026-02-13T09:59:59Z', 'not-yet-valid', 'dates.not-yet'],
      ['2026-02-13T10:00:00Z', 'valid'],
      ['2026-09-01T11:59:59Z', 'valid'],
      ['2026-09-01T12:00:00Z', 'expired', 'dates.expired'],
    ] as const) {
      expect(await verdictAt(text, moment)).toMatchObject({ verdict, codes });
    }
  });

  test('with a time behind its days, or without their day', async () => {
    const text = await yellowFever({ tg: '1C81', vp: 'XM79H3', vls: '2026-02-04T10:00:00Z', vle: '2026-05' });
    expect(await verdictAt(text, '2026-06-01T11:59:59Z')).toMatchObject({ verdict: 'valid' });
    expect(await verdictAt(text, '2026-06-01T12:00:00Z')).toMatchObject({ verdict: 'expired' });
  });

  test('against yellow fever it never ends, whatever it says', async () => {
    const text = await yellowFever({ vls: '2026-02-14', vle: '2026-03-01' });
    expect(await verdictAt(text, '2026-06-01T00:00:00Z')).toMatchObject({
      verdict: 'valid',
      shown: { effectiveUntil: '2026-03-01' },
    });
  });

  test.each<[string, JsonObject, string]>([
    ['its own first day, where that is later', { dt: '2026-04-27', vls: '2026-05-20' }, '2026-05-20'],
    [
      'the tenth day after the dose, where its own is earlier',
      { dt: '2026-04-27', vls: '2026-04-27' },
      '2026-05-07',
    ],
    ['the tenth day after the dose, where it has none of its own', { dt: '2026-04-27' }, '2026-05-07'],
  ])('against yellow fever it begins with %s', async (_, dose, first) => {
    const text = await yellowFever(dose);
    const begins = Date.parse(first) - 14 * 3_600_000;
    expect(await verdictAt(text, new Date(begins - 1).toISOString())).toMatchObject({
      verdict: 'not-yet-valid',
      codes: ['dates.not-yet'],
    });
    expect(await verdictAt(text, new Date(begins).toISOString())).toMatchObject({ verdict: 'valid' });
  });

  test.each(['2025', '2026'] as const)(
    'the product tells the disease, in the fields of %s',
    async (fieldSet) => {
      const record = yellowFeverRecord({}, { date: '2026-04-27T12:00:00Z', effectiveStart: '2026-04-27' });
      const text = await encodeIcvp(buildIcvp(record, { fieldSet }), signer, validity);
      expect(await verdictAt(text, '2026-05-06T09:59:59Z')).toMatchObject({ verdict: 'not-yet-valid' });
      expect(await verdictAt(text, '2026-05-06T10:00:00Z')).toMatchObject({ verdict: 'valid' });
    },
  );
});

test('one in circulation that names neither clinician nor issuer is valid, with a warning', async () => {
  const { 1: issuer, 6: seconds, '-260': content } = JSON.parse(validatorFile('ICVPClaims2025.json'));
  // By other libraries than this package's.
  const claims = new Map<number, unknown>([
    [1, issuer],
    [6, seconds],
    [-260, new Map([[-6, content['-6']]])],
  ]);
  const header = toCbor(
    new Map<number, unknown>([
      [1, -7],
      [4, new Uint8Array(Buffer.from(signer.keyId, 'base64'))],
    ]),
  );
  const payload = toCbor(claims);
  const signature = await signer.sign(toCbor(['Signature1', header, new Uint8Array(), payload]));
  const cose = toCbor(new Tag(18, [header, new Map(), payload, Uint8Array.from(signature)]));
  const text = `HC1:${toBase45(deflateSync(cose))}`;

  const answer = await verify(text, { trust, at: Date.parse('2026-07-01T00:00:00Z') });
  expect(answer).toMatchObject({
    verdict: 'valid',
    format: 'icvp',
    content: content['-6'],
    summary: {
      holder: { name: 'Jorge González', sex: 'male' },
      vaccination: { disease: 'Yellow fever', date: '2025-09-26', effectiveFrom: '2025-09-26' },
    },
  });
  expect(answer.checks.filter(({ outcome }) => outcome === 'warning' || outcome === 'failed')).toMatchObject([
    { code: 'content.incomplete', values: { members: 'v.is' } },
  ]);
});

describe('what is wrong is named', () => {
  const document = buildIcvp(yellowFeverRecord());
  const members = membersOf(document);
  const dose = members.v as JsonObject;
  const codesOf = async (text: string, setting: Parameters<typeof verifyIcvp>[1] = { trust, at }) => {
    const { verdict, checks } = await verifyIcvp(text, setting);
    return [verdict, ...checks.filter(({ outcome }) => outcome !== 'passed').map(({ code }) => code)];
  };

  test('a stranger, a changed signature, a key for tests', async () => {
    const text = await encodeIcvp(document, signer, validity);
    expect(await codesOf(text, { trust: [], at })).toEqual(['untrusted-issuer', 'issuer.untrusted']);
    const other = newHcertSigner();
    expect(await codesOf(text, { trust: [other.trusted()], at })).toEqual(['tampered', 'signature.changed']);
    const forTests = [trusted({ events: ['test'] })];
    expect(await codesOf(text, { trust: forTests, at })).toEqual(['malformed', 'issuer.other-use-of-key']);
  });

  test('the end of the signature, which the signer bounds', async () => {
    const text = await encodeIcvp(document, signer, validity);
    expect(await codesOf(text, { trust, at: signer.certificateUntil })).not.toContain('expired');
    expect(await codesOf(text, { trust, at: signer.certificateUntil + 1000 })).toContain('expired');
  });

  test('members that are missing or wrong', async () => {
    const { n, dob, ...others } = members;
    const faultyOf = async (changed: JsonObject) => {
      const { verdict, checks } = await verifyIcvp(await signedMembers(changed), { trust, at });
      expect(verdict).toBe('malformed');
      return checks.find(({ code }) => code === 'content.other-schema')?.values?.members;
    };
    expect(await faultyOf({ n: n as string, ...others })).toBe('dob');
    expect(await faultyOf({ ...members, dob: 'yesterday', v: { ...dose, dt: '2026-02-30' } })).toBe(
      'v.dt, dob',
    );
    expect(await faultyOf({ ...members, v: [dose, dose] })).toContain('v.');
    expect(await faultyOf({ ...members, s: { code: 'F' } })).toBe('s');
  });

  // Before anybody has signed it: a pattern that looks back for each would take many seconds.
  test('a date that is nothing but times of day', async () => {
    const endless = `${'T'.repeat(60_000)}\n`;
    const { verdict } = await verifyIcvp(await signedMembers({ ...members, v: { ...dose, dt: endless } }), {
      trust: [],
      at,
    });
    expect(verdict).toBe('untrusted-issuer');
  });

  test('codes that are in no list', async () => {
    const text = await signedMembers({ ...members, v: { ...dose, vp: 'XM0000' } });
    expect(await codesOf(text)).toEqual(['valid', 'content.unknown-codes', 'status.not-checked']);
    const draft = membersOf(buildIcvp(yellowFeverRecord(), { fieldSet: '2026' }));
    const product = { ...(draft.vx as JsonObject), vp: `${stamaril}0` };
    expect(await codesOf(await signedMembers({ ...draft, vx: product }))).toContain('content.unknown-codes');
  });

  test('revocation, by the certificate id', async () => {
    const text = await encodeIcvp(document, signer, validity);
    const status = [
      {
        issuer: 'https://issuer.example/',
        checkedAt: '2026-05-31T00:00:00Z',
        lookUp: (query: { certificateId?: string }) =>
          query.certificateId === certificateId
            ? ({ state: 'revoked', reason: 'error' } as const)
            : ({ state: 'unknown' } as const),
      },
    ];
    expect(await verifyIcvp(text, { trust, at, status })).toMatchObject({
      verdict: 'revoked',
      revocation: { reason: 'error' },
    });
  });

  test('what is no ICVP', async () => {
    for (const text of [
      '',
      'HC1:',
      'HC1:%%%',
      await signedMembers({ n: 'x' }),
      await signedMembers(members, 3),
    ]) {
      expect((await verifyIcvp(text, { trust, at })).verdict).toBe('unreadable');
      expect(() => decodeIcvp(text)).toThrow(UnreadablePayloadError);
    }
  });

  test('values of any kind at all', async () => {
    for (const value of [null, '', [], {}, [[]], true, { a: {} }]) {
      const nonsense = (object: JsonObject) =>
        Object.fromEntries(Object.keys(object).map((name) => [name, value]));
      const text = await signedMembers({ ...nonsense(members), v: nonsense(dose) });
      expect((await verifyIcvp(text, { trust, at })).verdict).toBe('malformed');
    }
  });
});

test('the verifier of all formats finds the way here', async () => {
  const text = await encodeIcvp(buildIcvp(yellowFeverRecord()), signer, validity);
  expect(await verify(text, { trust, at })).toEqual(await verifyIcvp(text, { trust, at }));
});

test('no change of one character is accepted', async () => {
  const text = await encodeIcvp(documents[0]?.[1] as never, signer, validity);
  const { content } = await verifyIcvp(text, { trust, at });
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
  for (let place = 0; place < text.length; place += 1) {
    const other = alphabet.charAt((alphabet.indexOf(text.charAt(place)) + 1 + (place % 44)) % 45);
    const changed = text.slice(0, place) + other + text.slice(place + 1);
    const answer = await verifyIcvp(changed, { trust, at });
    // How hard zlib worked is not signed.
    if (answer.verdict === 'valid') expect(answer.content).toEqual(content);
    else expect(answer).not.toHaveProperty('content');
  }
});
