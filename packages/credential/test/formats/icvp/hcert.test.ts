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

  test('what the dose counts for is shown, not judged', async () => {
    const text = await encodeIcvp(buildIcvp(polioRecord()), signer, validity);
    const { verdict, summary } = await verify(text, { trust, at });
    expect(verdict).toBe('valid');
    expect(summary?.vaccination).toMatchObject({
      disease: 'Poliomyelitis',
      effectiveFrom: '2026-02-14',
      effectiveUntil: '2027-02-13',
    });
  });
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
    const { cn, is, ...unattested } = dose;
    expect(await faultyOf({ ...members, v: unattested })).toBe('v.is');
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
