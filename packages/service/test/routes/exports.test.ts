import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verify } from '@mohar/credential/verification/verify.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/auth/role.ts';
import { readQr } from '../../src/qr-reader.ts';
import { type RunningApp, runningApp } from '../running-app.ts';
import { internationalEvent, testEvent, vaccinationEvent } from '../sample-events.ts';

const paths = {
  'eu-dcc': 'eu-certificate',
  'smart-health-card': 'shc-certificate',
  'who-ddcc': 'ddcc-certificate',
  icvp: 'icvp-certificate',
  'vds-nc': 'vds-certificate',
} as const;
type Format = keyof typeof paths;
const formats = Object.keys(paths) as Format[];

let mohar: RunningApp;
beforeAll(async () => {
  mohar = await runningApp({ MOHAR_PUBLISH_SECONDS: '1' });
  const events = [
    final('E1'),
    withoutBirthDate(vaccinationEvent('E2', 1, 2)),
    {
      ...final('E3'),
      vaccination: {
        ...final('E3').vaccination,
        name: 'Stamaril',
        manufacturer: 'Sanofi Pasteur',
        dose: 1,
        totalDoses: 1,
      },
    },
    { ...final('E4'), vaccination: { ...final('E4').vaccination, name: 'Elixir of life' } },
  ];
  for (const event of events) {
    const path = event.preEnrollmentCode === 'E2' ? '/divoc/api/v1/certify' : '/divoc/api/v3/certify';
    expect((await mohar.call('POST', path, [event])).statusCode, event.preEnrollmentCode).toBe(200);
  }
  expect((await mohar.call('POST', '/divoc/api/v1/test/certify', [aTest('E1')])).statusCode).toBe(200);
});
afterAll(() => mohar?.close());

function final(beneficiary: string) {
  const event = internationalEvent(beneficiary);
  return { ...event, vaccination: { ...event.vaccination, dose: 2, totalDoses: 2 } };
}

function withoutBirthDate({
  recipient: { dob: _, ...recipient },
  ...event
}: ReturnType<typeof vaccinationEvent>) {
  return { ...event, recipient: { ...recipient, age: '40' } };
}

function aTest(beneficiary: string) {
  const event = testEvent(beneficiary);
  return { ...event, testDetails: { ...event.testDetails, testType: 'RT-PCR', result: 'Positive' } };
}

const fetchAs = (format: Format, query: string, accept: string, body?: unknown) =>
  mohar.callWith('GET', `/certificate/api/${paths[format]}?${query}`, { accept }, body);

describe.each(formats)('%s', (format) => {
  const query = format === 'icvp' ? 'refId=E3&disease=Yellow%20fever' : 'refId=E1';

  it('gives its code as text that verifies, and a picture that reads back to it', async () => {
    const asJson = (await fetchAs(format, query, 'application/json')).json();
    expect(asJson.code.version).toBeLessThanOrEqual(22);
    const found = await verify(asJson.text, { trust: mohar.documentKeys.trust, at: Date.now() });
    expect(found.verdict).toBe('valid');
    expect(found.summary?.certificateId ?? asJson.certificateId).toBe(asJson.certificateId);

    const png = await mohar.call('GET', `/certificate/api/${paths[format]}?${query}&type=qrcode`);
    expect(png.headers['content-type']).toBe('image/png');
    expect(Number(png.headers['x-qr-version'])).toBeLessThanOrEqual(22);
    const seen = await readQr(png.rawPayload);
    expect(
      (await verify(seen?.text ?? '', { trust: mohar.documentKeys.trust, at: Date.now() })).verdict,
    ).toBe('valid');
  });

  it('gives a PDF by default', async () => {
    const pdf = await mohar.call('GET', `/certificate/api/${paths[format]}?${query}`);
    expect(pdf.statusCode).toBe(200);
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  });
});

const problemOf = (answer: {
  statusCode: number;
  json(): { code: string; faults?: { pointer: string; rule: string }[] };
}) => {
  const { code, faults = [] } = answer.json();
  return [answer.statusCode, code, ...faults.map(({ pointer, rule }) => `${pointer} ${rule}`)];
};

describe('what cannot be expressed is refused, with the reason', () => {
  it.each([
    ['eu-dcc', 'refId=E4', '/vaccination/name unknown-vaccine'],
    ['smart-health-card', 'refId=E4', '/vaccination/name cvx-code'],
    ['eu-dcc', 'refId=E3&disease=Yellow%20fever', '/vaccination/name disease'],
    ['eu-dcc', 'refId=E2', '/recipient/dob required'],
    ['who-ddcc', 'refId=E2', '/vaccination/dose final-dose'],
    ['icvp', 'refId=E1&kind=test', '/testDetails event-kind'],
  ] as const)('%s of %s', async (format, query, fault) => {
    const answer = await fetchAs(format, query, 'application/json');
    expect(problemOf(answer).slice(0, 2)).toEqual([422, 'NOT_EXPRESSIBLE']);
    expect(problemOf(answer)).toContain(fault);
    expect(answer.payload).not.toContain('Elixir');
  });

  it('a code larger than its format allows, with what made it so', async () => {
    const event = { ...final('E5'), facility: { name: patternless(200) } };
    event.recipient = { ...event.recipient, name: patternless(160) };
    expect((await mohar.call('POST', '/divoc/api/v3/certify', [event])).json()).toMatchObject([
      { status: 'issued' },
    ]);

    const card = await fetchAs('smart-health-card', 'refId=E5', 'application/json');
    expect(problemOf(card).slice(0, 2)).toEqual([422, 'CODE_TOO_LARGE']);
    expect(card.json().faults[0]).toMatchObject({
      pointer: '/vc/credentialSubject/fhirBundle/entry/1/resource/performer/0/actor/display',
      rule: 'qr-budget',
      message: expect.stringMatching(/^takes \d+ bytes of a code of \d+ characters/),
    });
    expect(card.payload).not.toContain(event.recipient.name.slice(0, 20));
  });

  it('where the format does not forbid it, a larger code is given, and reported', async () => {
    const seal = await fetchAs('vds-nc', 'refId=E1&kind=test', 'application/json', {
      fn: 'Kumar',
      gn: 'Ramesh',
    });
    expect(seal.json().code).toMatchObject({
      errorCorrection: 'low',
      overBudget: [{ rule: 'qr-budget' }, { rule: 'qr-budget' }, { rule: 'qr-budget' }],
    });
    expect(seal.json().code.version).toBeGreaterThan(22);
    expect(seal.headers['x-qr-over-budget']).toMatch(/^\/msg\//);
  });
});

/** Letters of several scripts, as if drawn by lot: nothing that packing could use. */
function patternless(length: number): string {
  let state = 7;
  const scripts = [0x0915, 0x0995, 0x0a15, 0x0a95, 0x0b15, 0x0c15, 0x0c95, 0x0d15];
  return Array.from({ length }, () => {
    state = (state * 48_271) % 0x7fffffff;
    return String.fromCharCode((scripts[(state >> 16) % 8] as number) + ((state >> 8) % 19));
  }).join('');
}

describe('names in the body', () => {
  const names = { fn: 'Фернандо', fnt: 'FERNANDO', gn: 'Ibrahim', gnt: 'IBRAHIM' };

  it.each(['GET', 'POST'] as const)('with %s, as DIVOC has them', async (method) => {
    const answer = await mohar.callWith(
      method,
      '/certificate/api/eu-certificate?refId=E1',
      { accept: 'application/json' },
      names,
    );
    expect(answer.json().document.nam).toEqual(names);
  });

  it.each([
    [{ fnt: 'de la Cruz' }, '/fnt pattern'],
    [{ gn: 'Ibrahim' }, '/fn required'],
    [{ fn: 'A', nickname: 'B' }, '/nickname unknown-member'],
    ['{"fn":', ' json'],
  ])('%j is refused', async (body, fault) => {
    const answer = await mohar.callWith('GET', '/certificate/api/eu-certificate?refId=E1', {}, body);
    expect(problemOf(answer)).toEqual([400, 'VALIDATION_ERROR', fault]);
  });
});

describe('whose names', () => {
  const url = '/certificate/api/eu-certificate?refId=E1';
  const names = { fn: 'Somebody', gn: 'Else' };
  const as = async (role: Role, payload?: object) =>
    mohar.app.inject({
      method: 'POST',
      url,
      headers: { authorization: `Bearer ${await mohar.keyWith([role])}`, accept: 'application/json' },
      ...(payload ? { payload } : {}),
    });

  it.each(['facility-admin', 'controller'] as const)(
    '%s may read, and not say whom it is about',
    async (role) => {
      expect((await as(role)).statusCode).toBe(200);
      expect((await as(role, {})).statusCode).toBe(200);
      expect(problemOf(await as(role, names))).toEqual([403, 'FORBIDDEN']);
      expect(problemOf(await as(role, { passport: 'N7654321' }))).toEqual([403, 'FORBIDDEN']);
    },
  );

  it.each(['api', 'facility-staff', 'system-admin'] as const)(
    '%s may, and the audit trail tells of it without them',
    async (role) => {
      expect((await as(role, names)).json().document.nam).toMatchObject(names);
      const trail = await mohar.database.db.selectFrom('audit_entry').select('detail').execute();
      expect(trail.map(({ detail }) => detail)).toContain('document:eu-dcc+names');
      expect(JSON.stringify(trail)).not.toContain('Somebody');
    },
  );

  it('in pieces that end within a letter', async () => {
    const body = Buffer.from(JSON.stringify({ fn: 'Müller', gn: 'Ana' }));
    const middle = body.indexOf('ü') + 1;
    const authorization = `Bearer ${await mohar.keyWith(['api'])}`;
    await mohar.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = mohar.app.server.address() as AddressInfo;
    const headers = { authorization, accept: 'application/json', 'transfer-encoding': 'chunked' };
    const text = await new Promise<string>((resolve, reject) => {
      const call = request({ port, path: url, headers });
      call.on('error', reject);
      call.on('response', async (answer) => resolve(Buffer.concat(await answer.toArray()).toString()));
      call.write(body.subarray(0, middle), () => setTimeout(() => call.end(body.subarray(middle)), 50));
    });
    expect(JSON.parse(text).document.nam).toMatchObject({ fn: 'Müller', gn: 'Ana' });
  });
});

describe('one call for all formats', () => {
  const exportOf = (query: string, accept: string) =>
    mohar.callWith('GET', `/certificate/api/exports?${query}`, { accept });

  it('by media type alone, where that is of one format', async () => {
    const card = await exportOf('refId=E1', 'application/smart-health-card');
    expect(card.headers['content-type']).toBe('application/smart-health-card');
    expect(card.headers['content-disposition']).toMatch(
      /^attachment; filename="[0-9A-Z]{17}\.smart-health-card"$/,
    );
    const found = await verify(card.payload, { trust: mohar.documentKeys.trust, at: Date.now() });
    expect([found.verdict, found.format]).toEqual(['valid', 'shc']);

    const fhir = await exportOf('refId=E1', 'application/fhir+json');
    expect(fhir.json()).toMatchObject({ resourceType: 'Bundle', type: 'document' });
    const credential = await exportOf('refId=E1', 'application/vc');
    expect(credential.json().type).toContain('VerifiableCredential');
  });

  it('by name and media type', async () => {
    const text = await exportOf('refId=E1&format=eu-dcc', 'text/plain');
    expect(text.payload).toMatch(/^HC1:/);
    const svg = await exportOf('refId=E1&format=vds-nc', 'image/svg+xml, */*;q=0.1');
    expect(svg.headers['content-type']).toContain('image/svg+xml');
    expect(problemOf(await exportOf('refId=E1', 'application/pdf'))[0]).toBe(400);
    expect(problemOf(await exportOf('refId=E1&format=eu-dcc', 'video/mp4')).slice(0, 2)).toEqual([
      406,
      'NOT_ACCEPTABLE',
    ]);
  });

  it('asks for one certificate, by one name', async () => {
    expect(problemOf(await exportOf('format=eu-dcc', 'text/plain'))).toEqual([
      400,
      'VALIDATION_ERROR',
      '?refId required',
    ]);
    expect(problemOf(await exportOf('refId=nobody&format=eu-dcc', 'text/plain'))).toEqual([404, 'NOT_FOUND']);
    expect(
      (await mohar.app.inject({ method: 'GET', url: '/certificate/api/exports?refId=E1' })).statusCode,
    ).toBe(401);
  });
});

it('a recovery is certified by a positive test', async () => {
  const answer = await fetchAs('eu-dcc', 'refId=E1&kind=recovery', 'application/json', {
    fn: 'Kumar',
    gn: 'Ramesh',
  });
  expect(answer.json().document.r).toHaveLength(1);
});

it('a revoked certificate leaves no more, and its card is on the list of its key', async () => {
  const event = final('E6');
  const [{ certificateId }] = (await mohar.call('POST', '/divoc/api/v3/certify', [event])).json();
  const { keyId, text } = (await fetchAs('smart-health-card', 'refId=E6', 'application/json')).json();
  expect((await mohar.call('DELETE', `/divoc/api/v1/certificates/${certificateId}`)).statusCode).toBe(200);
  expect(
    problemOf(await fetchAs('smart-health-card', `certificateId=${certificateId}`, 'text/plain')).slice(0, 2),
  ).toEqual([410, 'REVOKED']);
  await expect
    .poll(async () => (await mohar.call('GET', `/shc/.well-known/crl/${keyId}.json`)).json(), {
      timeout: 10_000,
    })
    .toMatchObject({ kid: keyId, method: 'rid', rids: [certificateId] });
  const verified = (await mohar.call('POST', '/verify', { qr: text })).json();
  expect([verified.verdict, verified.formatName]).toEqual(['revoked', 'SMART Health Card']);
});
