import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { divocVaccinationV2 } from '@mohar/credential/credential/contexts/divoc.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { readQr } from '../../src/qr-reader.ts';
import { textsOnPaper } from '../on-paper.ts';
import { type RunningApp, runningApp } from '../running-app.ts';
import { vaccinationCsv, vaccinationRow } from '../sample-csv.ts';
import { internationalEvent, testEvent, vaccinationEvent } from '../sample-events.ts';

/** A country of its own: what it decides is in its folder alone. */
const root = mkdtempSync(join(tmpdir(), 'mohar-rules-'));
const country = join(root, 'rules');
cpSync(join(import.meta.dirname, '../../../../countries/default'), country, { recursive: true });
const change = (name: string, changed: (piece: never) => unknown) => {
  const file = join(country, name);
  writeFileSync(file, stringify(changed(parse(readFileSync(file, 'utf8')) as never)));
};
change('country.yaml', (piece: { issuer: object; qr: object; credential: object; languages: object }) => ({
  ...piece,
  issuer: { ...piece.issuer, keyName: 'did:rules:{key}' },
  qr: { wrapping: 'text', kinds: { international: 'bytes' } },
  languages: {
    default: ['en'],
    beside: 'en',
    offered: ['en', 'hi'],
    aliases: { hi: ['HIN'] },
  },
  credential: {
    ...piece.credential,
    contexts: {
      domestic: { url: 'https://rules.example/vaccination/v1', file: 'contexts/vaccination.json' },
      international: { url: 'https://divoc.lgcc.gov.lk/credentials/vaccination/v1' },
    },
  },
}));
mkdirSync(join(country, 'contexts'));
writeFileSync(join(country, 'contexts/vaccination.json'), JSON.stringify(divocVaccinationV2));
change('vaccines.yaml', (piece: { vaccines: { names: string[] }[] }) => ({
  vaccines: piece.vaccines.map((row) =>
    row.names.includes('covishield') ? { ...row, doses: 2, validDays: 365 } : row,
  ),
}));
writeFileSync(
  join(country, 'fields.yaml'),
  stringify({
    domestic: {
      type: 'object',
      properties: {
        recipient: {
          type: 'object',
          required: ['uhid'],
          properties: {
            uhid: {
              type: 'string',
              pattern: '^[0-9]{11}$',
              'x-message': 'must be 11 figures, as on the health card',
            },
            address: {
              type: 'object',
              properties: { pincode: { type: ['string', 'integer'], pattern: '^[0-9]{6}$' } },
            },
          },
        },
      },
    },
    test: {
      type: 'object',
      properties: {
        testDetails: {
          type: 'object',
          properties: { result: { type: 'string', enum: ['Positive', 'Negative'] } },
        },
      },
    },
  }),
);
writeFileSync(
  join(country, 'identities.yaml'),
  stringify({
    identities: [
      {
        type: 'passport',
        uri: '.*passport',
        name: 'identityDocuments.passport',
        shown: 'whole',
        pattern: '[A-Z][0-9]{7}',
        message: 'must be a passport number: a letter and seven figures',
      },
    ],
  }),
);
writeFileSync(
  join(country, 'regions.yaml'),
  stringify({ regions: [{ name: 'Uttar Pradesh', otherNames: ['UP'], language: 'hi' }] }),
);

let mohar: RunningApp;
beforeAll(async () => {
  mohar = await runningApp({ MOHAR_COUNTRY: country });
});
afterAll(async () => {
  await mohar.close();
  rmSync(root, { recursive: true, force: true });
});

type Event = ReturnType<typeof vaccinationEvent>;
const fitting = (beneficiary: string, dose = 2): Event => {
  const event = vaccinationEvent(beneficiary, dose);
  return { ...event, recipient: { ...event.recipient, uhid: '12345678901' } };
};
const certify = (event: Event, path = 'v1/certify') => mohar.call('POST', `/divoc/api/${path}`, [event]);
const rulesOf = (answer: { json(): { faults: { pointer: string; rule: string; message: string }[] } }) =>
  answer.json().faults.map(({ pointer, rule, message }) => [pointer, rule, message]);

describe('an event that breaks a country’s rules is refused: 400, by field and rule', () => {
  test('of its fields: required members, patterns, its own words', async () => {
    const event = vaccinationEvent('F1');
    event.recipient.address.pincode = '5600';
    const answer = await certify(event);
    expect([answer.statusCode, rulesOf(answer)]).toEqual([
      400,
      [
        ['/0/recipient/uhid', 'required', 'is required: it must be 11 figures, as on the health card'],
        ['/0/recipient/address/pincode', 'pattern', 'must match ^[0-9]{6}$'],
      ],
    ]);
    event.recipient.uhid = '123';
    event.recipient.address.pincode = 560038;
    expect(rulesOf(await certify(event))).toEqual([
      ['/0/recipient/uhid', 'pattern', 'must be 11 figures, as on the health card'],
    ]);
  });

  test('beside Mohar’s own, each field once', async () => {
    const event = vaccinationEvent('F2');
    event.recipient.address.pincode = true;
    event.recipient.name = '';
    expect(rulesOf(await certify(event)).map(([pointer, rule]) => `${pointer} ${rule}`)).toEqual([
      '/0/recipient/name min-length',
      '/0/recipient/name person-name',
      '/0/recipient/address/pincode type',
      '/0/recipient/uhid required',
    ]);
  });

  test('by kind: a test may be what a vaccination may not', async () => {
    const event = { ...testEvent('F3') };
    event.testDetails = { ...event.testDetails, result: 'Void' };
    expect(rulesOf(await certify(event, 'v1/test/certify'))).toEqual([
      ['/0/testDetails/result', 'enum', 'must be one of Positive, Negative'],
    ]);
    expect((await certify(testEvent('F3'), 'v1/test/certify')).statusCode).toBe(200);
  });

  test('of its identity', async () => {
    const event = fitting('F4');
    event.recipient.identity = 'did:in.gov.passport:346';
    expect(rulesOf(await certify(event))).toEqual([
      ['/0/recipient/identity', 'identity', 'must be a passport number: a letter and seven figures'],
    ]);
  });

  test('of its vaccine: doses of the course, and how long it counts', async () => {
    const event = fitting('F5');
    event.vaccination = { ...event.vaccination, totalDoses: 3, effectiveUntil: '2022-07-13' };
    expect(rulesOf(await certify(event))).toEqual([
      ['/0/vaccination/totalDoses', 'course', 'must be 2: so many doses has the course of this vaccine'],
      ['/0/vaccination/effectiveUntil', 'validity', 'must be at most 365 days after the vaccination'],
    ]);
    // A booster is beyond the course.
    expect((await certify(fitting('F5', 3))).statusCode).toBe(200);
  });

  test('in corrections too, and nothing is changed', async () => {
    const [{ certificateId }] = (await certify(fitting('F6'))).json();
    const event = fitting('F6');
    event.recipient = { ...event.recipient, name: 'Somebody Else', uhid: '1' };
    const answer = await mohar.call('PUT', '/divoc/api/v1/certificate', [event]);
    expect([answer.statusCode, rulesOf(answer)[0]?.[0]]).toEqual([400, '/0/recipient/uhid']);
    const kept = await mohar.call('GET', `/divoc/api/v1/certificates/${certificateId}`);
    expect(kept.headers['x-certificate-state']).toBe('issued');
  });

  test('in uploads too, with the row', async () => {
    const headers = { 'content-type': 'text/csv' };
    const file = vaccinationCsv([vaccinationRow('F7', { recipientPincode: '12' })]);
    const { uploadId } = (await mohar.callWith('POST', '/divoc/api/v1/bulkCertify', headers, file)).json();
    const errors = () => mohar.call('GET', `/divoc/api/v1/certify/uploads/${uploadId}/errors`);
    await expect.poll(async () => (await errors()).payload, { timeout: 10_000 }).toContain('F7');
    const { payload } = await errors();
    expect(payload).toContain('recipientPincode must match ^[0-9]{6}$');
    expect(payload).toContain('recipient/uhid is required: it must be 11 figures, as on the health card');
  });
});

describe('what a country decides about its certificates', () => {
  test('names of keys, contexts of its own, and codes by kind', async () => {
    const domestic = fitting('G1');
    const international = internationalEvent('G1');
    const issue = async (path: string, event: Event) =>
      (await mohar.call('POST', `/divoc/api/${path}?include=credential,qr`, [event])).json()[0];
    const first = await issue('v1/certify', domestic);
    const second = await issue('v3/certify', international);
    const { trust, contexts, recipe } = mohar.issuer;
    expect(first.credential.proof.verificationMethod).toBe(`did:rules:${recipe?.key.id}`);
    expect(first.credential['@context'][1]).toBe('https://rules.example/vaccination/v1');
    expect(second.credential['@context'][1]).toBe('https://divoc.lgcc.gov.lk/credentials/vaccination/v1');
    for (const { credential } of [first, second]) {
      const text = JSON.stringify(credential);
      const { verdict, format } = await verify(text, { trust, contexts, at: Date.now() });
      expect([verdict, format]).toEqual(['valid', 'divoc']);
    }
    // Texts are read as UTF-8; bytes of a zip are none.
    const codes = await Promise.all([first, second].map(({ qr }) => readQr(Buffer.from(qr, 'base64'))));
    expect(codes.map((code) => [...(code?.bytes.slice(0, 2) ?? [])])).toEqual([
      [0x50, 0x4b],
      [0x50, 0x4b],
    ]);
    const [text = 0, bytes = 0] = codes.map((code) => Number(code?.version));
    expect(text - bytes).toBeGreaterThan(3);
    const fetched = await mohar.call('GET', '/certificate/api/certificateQRCode/G1');
    expect((await readQr(fetched.rawPayload))?.version).toBe(
      codes.find((_, n) => fetched.headers['x-certificate-id'] === [first, second][n]?.certificateId)
        ?.version,
    );
  });

  test('languages: by the facility’s region, or as the caller asks, on every paper', async () => {
    const tested = testEvent('G2');
    tested.recipient.name = 'Ramesh Kumar';
    await mohar.call('POST', '/divoc/api/v1/test/certify', [tested]);
    const { certificateId } = (await mohar.call('POST', '/divoc/api/v1/certify', [fitting('G3')])).json()[0];
    const words = async (pdf: Uint8Array) => {
      const texts = (await textsOnPaper(pdf)).map(({ text }) => text).join(' ');
      return [/Certificate|Name/.test(texts), /[\u0900-\u097f]{3}/.test(texts)];
    };
    const paper = async (url: string) => {
      const answer = await mohar.call('GET', `/certificate/api/${url}`);
      expect([url, answer.statusCode]).toEqual([url, 200]);
      return words(answer.rawPayload);
    };
    // Its facility is in Uttar Pradesh; the other one's region is not known.
    expect(await paper('test/certificatePDF/G2')).toEqual([true, true]);
    expect(await paper('test/certificatePDF/G2?language=en')).toEqual([true, false]);
    expect(await paper(`certificatePDF?certificateId=${certificateId}`)).toEqual([true, false]);
    expect(await paper(`certificatePDF?certificateId=${certificateId}&language=hi`)).toEqual([false, true]);
    // DIVOC's code: English beside it.
    expect(await paper('certificatePDF/G3?language=HIN')).toEqual([true, true]);
    expect(await paper('eu-certificate?refId=G3&type=pdf')).toEqual([true, false]);
    expect(await paper('eu-certificate?refId=G3&type=pdf&language=HIN')).toEqual([true, true]);
    const issued = await mohar.call('POST', '/divoc/api/v1/certify?include=pdf&language=HIN', [
      fitting('G4'),
    ]);
    expect(await words(Buffer.from(issued.json()[0].pdf, 'base64'))).toEqual([true, true]);
    const usual = await mohar.call('POST', '/divoc/api/v1/certify?include=pdf', [fitting('G4')]);
    expect(await words(Buffer.from(usual.json()[0].pdf, 'base64'))).toEqual([true, false]);
  });

  test.each(['fr', 'en,fr', 'FRE', 'en,en', '', 'en,hi,en'])('?language=%s is refused', async (language) => {
    await certify(fitting('G5'));
    const urls = ['certificatePDF/G5', 'eu-certificate'].map(
      (path) => `/certificate/api/${path}?language=${language}&refId=G5`,
    );
    for (const url of urls) {
      const answer = await mohar.call('GET', url);
      expect([url, answer.statusCode, rulesOf(answer)]).toEqual([
        url,
        400,
        [['?language', 'enum', 'must be one or two of: en, hi, HIN']],
      ]);
    }
    const refused = await mohar.call('POST', `/divoc/api/v1/certify?language=${language}`, [fitting('G6')]);
    expect(refused.statusCode).toBe(400);
    expect((await mohar.call('GET', '/certificate/api/certificatePDF/G6')).statusCode).toBe(404);
  });
});
