import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeHealthCard } from '@mohar/credential/formats/smart-health-card/decode.ts';
import { toFile } from '@mohar/credential/formats/smart-health-card/file.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Role } from '../../src/auth/role.ts';
import { readQr } from '../../src/qr-reader.ts';
import { attachedTo, codeOnPaper, pagesOf } from '../on-paper.ts';
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
  const at = `${dayBefore(30)}T06:30:00Z`;
  const testDetails = {
    ...event.testDetails,
    testType: 'RT-PCR',
    result: 'Positive',
    sampleCollectionTimestamp: at,
    resultTimestamp: at,
  };
  return { ...event, testDetails };
}

const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

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

  const kinds =
    format === 'icvp' ? [''] : ['', '&kind=test', ...(format === 'eu-dcc' ? ['&kind=recovery'] : [])];
  it.each(kinds)(
    'gives a PDF by default, of one page, whose code reads back from paper (%s)',
    async (kind) => {
      const names = { fn: 'Kumar', gn: 'Ramesh' };
      const pdf = await mohar.call('GET', `/certificate/api/${paths[format]}?${query}${kind}`, names);
      expect([pdf.statusCode, pdf.headers['content-type']]).toEqual([200, 'application/pdf']);
      expect(await pagesOf(pdf.rawPayload)).toBe(1);
      const text = (await codeOnPaper(pdf.rawPayload))?.text ?? '';
      const attached = await attachedTo(pdf.rawPayload);
      expect(attached.text).toBe(format === 'smart-health-card' ? toFile(decodeHealthCard(text).jws) : text);
      const found = await verify(text, { trust: mohar.documentKeys.trust, at: Date.now() });
      expect([found.verdict, found.format]).toEqual([
        'valid',
        format === 'smart-health-card' ? 'shc' : format,
      ]);
      expect(found.summary?.holder?.name).toMatch(/kumar/i);
      expect(attached.name).toContain(pdf.headers['x-certificate-id']);
    },
  );
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

  it.each(['who-ddcc', 'icvp', 'fhir'] as const)('are what %s calls its holder', async (format) => {
    const path = format === 'fhir' ? 'fhir-certificate' : paths[format];
    const query = format === 'icvp' ? 'refId=E3&disease=Yellow%20fever' : 'refId=E1';
    const url = `/certificate/api/${path}?${query}`;
    const answer = await mohar.callWith(
      'POST',
      url,
      { accept: 'application/json' },
      { fn: 'Silva', gn: 'Ana' },
    );
    expect(answer.payload).toContain('Ana Silva');
    expect(answer.payload).not.toContain('Fernando');
    const trail = await mohar.database.db
      .selectFrom('audit_entry')
      .select('detail')
      .orderBy('id', 'desc')
      .executeTakeFirst();
    expect(trail?.detail).toBe(`document:${format}+names`);
  });

  it('a passport is none, in the audit trail', async () => {
    await fetchAs('vds-nc', 'refId=E1', 'text/plain', { passport: 'N7654321' });
    const trail = await mohar.database.db
      .selectFrom('audit_entry')
      .select('detail')
      .orderBy('id', 'desc')
      .executeTakeFirst();
    expect(trail?.detail).toBe('document:vds-nc+passport');
  });

  it.each([
    ['eu-certificate', { passport: 'N7654321' }, '/passport'],
    ['shc-certificate', { passport: 'N7654321' }, '/passport'],
    ['ddcc-certificate', { passport: 'N7654321' }, '/passport'],
    ['fhir-certificate', { passport: 'N7654321' }, '/passport'],
    ['fhir-certificate', { fn: 'A', nickname: 'B' }, '/nickname'],
  ])('%s has no place for %j', async (path, body, pointer) => {
    for (const method of ['GET', 'POST'] as const) {
      const answer = await mohar.call(method, `/certificate/api/${path}?refId=E1`, body);
      expect(problemOf(answer)[0]).toBe(400);
      expect(answer.json().faults).toMatchObject([{ pointer }]);
    }
  });

  it('the W3C credential takes none', async () => {
    const accept = 'application/vc+ld+json';
    const answer = await mohar.callWith(
      'POST',
      '/certificate/api/exports?refId=E1',
      { accept },
      { fn: 'Silva' },
    );
    expect(problemOf(answer)).toEqual([400, 'VALIDATION_ERROR', '/fn not-taken']);
  });

  it('that no font can draw are not printed, and nothing is signed; as text they are given', async () => {
    const undrawable = { fn: '张', fnt: 'ZHANG' };
    const signing = vi.spyOn(mohar.documentKeys, 'signerFor');
    for (const path of ['eu-certificate', 'shc-certificate', 'ddcc-certificate']) {
      const answer = await mohar.call('POST', `/certificate/api/${path}?refId=E1`, undrawable);
      expect(problemOf(answer)).toEqual([422, 'NOT_PRINTABLE', '/fn printable']);
      expect(answer.payload).not.toContain('张');
    }
    expect(signing).not.toHaveBeenCalled();
    signing.mockRestore();
    expect((await fetchAs('eu-dcc', 'refId=E1', 'application/json', undrawable)).json().document.nam).toEqual(
      undrawable,
    );
    const seal = await mohar.call('POST', '/certificate/api/vds-certificate?refId=E1', undrawable);
    expect(seal.statusCode).toBe(200);
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
    const credential = await exportOf('refId=E1', 'application/vc+ld+json');
    expect(credential.headers['content-type']).toBe('application/vc+ld+json; charset=utf-8');
    expect(credential.json().type).toContain('VerifiableCredential');
    // The name of credentials of VC 2.0, which it is not.
    expect(problemOf(await exportOf('refId=E1', 'application/vc')).slice(0, 2)).toEqual([
      406,
      'NOT_ACCEPTABLE',
    ]);
  });

  it('a credential of VC 2.0 by either of its names', async () => {
    const other = await runningApp({ MOHAR_PROOF: 'ecdsa-rdfc-2019' });
    await other.call('POST', '/divoc/api/v3/certify', [final('E1')]);
    for (const accept of ['application/vc', 'application/vc+ld+json']) {
      const answer = await other.callWith('GET', '/certificate/api/exports?refId=E1', { accept });
      expect(answer.headers['content-type']).toBe(`${accept}; charset=utf-8`);
      expect(answer.json()['@context'][0]).toBe('https://www.w3.org/ns/credentials/v2');
    }
    await other.close();
  });

  it.each([
    ['eu-dcc', 'application/smart-health-card'],
    ['smart-health-card', 'application/fhir+json'],
    ['vds-nc', 'application/vc+ld+json'],
  ])('%s and %s contradict each other', async (format, accept) => {
    const answer = await exportOf(`refId=E1&format=${format}`, accept);
    expect(problemOf(answer).slice(0, 2)).toEqual([406, 'NOT_ACCEPTABLE']);
    const either = await exportOf(`refId=E1&format=${format}`, `${accept}, text/plain;q=0.5`);
    expect([either.statusCode, either.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
  });

  it('and agree', async () => {
    const card = await exportOf('refId=E1&format=smart-health-card', 'application/smart-health-card');
    expect(card.json().verifiableCredential).toHaveLength(1);
    const fhir = await exportOf('refId=E1&format=who-ddcc', 'application/fhir+json');
    expect(fhir.json().resourceType).toBe('Bundle');
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

  it.each([
    ['refId=E1&format=passport', '?format enum'],
    ['refId=E1&format=eu-dcc&kind=death', '?kind enum'],
    ['refId=%00&format=eu-dcc', '?refId pattern'],
    [`refId=E1&format=eu-dcc&type=${'x'.repeat(41)}`, '?type max-length'],
  ])('refuses %s', async (query, fault) => {
    expect(problemOf(await exportOf(query, 'text/plain'))).toEqual([400, 'VALIDATION_ERROR', fault]);
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

describe('a recovery', () => {
  const names = { fn: 'Kumar', gn: 'Ramesh' };
  const recoveryOf = (query: string) =>
    fetchAs('eu-dcc', `${query}&kind=recovery`, 'application/json', names);
  /** Certifies a test of a holder, so many days ago; type and result. */
  async function tested(beneficiary: string, days: number, result: string, testType = 'RT-PCR') {
    const event = aTest(beneficiary);
    const at = `${dayBefore(days)}T06:30:00Z`;
    const testDetails = {
      ...event.testDetails,
      testType,
      result,
      resultTimestamp: at,
      sampleCollectionTimestamp: at,
    };
    const [{ certificateId }] = (
      await mohar.call('POST', '/divoc/api/v1/test/certify', [{ ...event, testDetails }])
    ).json();
    return certificateId;
  }

  it('is certified by the first positive test that does still, whatever came after it', async () => {
    await tested('V1', 28, 'Positive');
    await tested('V1', 26, 'Positive');
    await tested('V1', 300, 'Positive');
    await tested('V1', 30, 'Positive', 'Rapid antigen');
    await tested('V1', 10, 'Negative');
    expect((await recoveryOf('refId=V1')).json().document.r).toMatchObject([{ fr: dayBefore(28) }]);
  });

  it('is certified of the latest infection', async () => {
    for (const days of [150, 149, 40, 20]) await tested('V5', days, 'Positive');
    expect((await recoveryOf('refId=V5')).json().document.r).toMatchObject([{ fr: dayBefore(40) }]);
  });

  it('is not certified when its time is over', async () => {
    const old = await tested('V4', 300, 'Positive');
    await tested('V4', 400, 'Positive');
    for (const query of ['refId=V4', `certificateId=${old}`]) {
      expect(problemOf(await recoveryOf(query))).toEqual([
        422,
        'NOT_EXPRESSIBLE',
        '/testDetails/sampleCollectionTimestamp period-over',
      ]);
    }
  });

  it('is not certified where no test does, with the reason', async () => {
    const negative = await tested('V2', 20, 'Negative');
    expect(problemOf(await recoveryOf('refId=V2')).slice(1)).toEqual([
      'NOT_EXPRESSIBLE',
      '/testDetails/result enum',
    ]);
    expect(problemOf(await recoveryOf(`certificateId=${negative}`)).slice(1)).toEqual([
      'NOT_EXPRESSIBLE',
      '/testDetails/result enum',
    ]);
    expect(problemOf(await recoveryOf('refId=nobody')).slice(0, 2)).toEqual([404, 'NOT_FOUND']);
  });

  it('is none of a vaccination, and each certificate is of its kind', async () => {
    const [{ certificateId }] = (await mohar.call('POST', '/divoc/api/v3/certify', [final('V3')])).json();
    for (const kind of ['recovery', 'test']) {
      const answer = await fetchAs('eu-dcc', `certificateId=${certificateId}&kind=${kind}`, 'text/plain');
      expect(problemOf(answer)).toEqual([422, 'NOT_EXPRESSIBLE', '?kind event-kind']);
    }
    const ofTest = `certificateId=${await tested('V3', 2, 'Positive')}`;
    const answer = await fetchAs('smart-health-card', `${ofTest}&kind=vaccination`, 'text/plain');
    expect(problemOf(answer)).toEqual([422, 'NOT_EXPRESSIBLE', '?kind event-kind']);
    expect((await fetchAs('smart-health-card', ofTest, 'text/plain')).statusCode).toBe(200);
  });

  it.each(['shc', 'ddcc', 'icvp', 'vds', 'fhir'])('is no %s certificate', async (path) => {
    const answer = await mohar.call('GET', `/certificate/api/${path}-certificate?refId=E1&kind=recovery`);
    expect(problemOf(answer)).toEqual([400, 'VALIDATION_ERROR', '?kind enum']);
  });
});

describe('DIVOC’s type', () => {
  it.each([
    ['qrcode', 'image/png'],
    ['QRCODE', 'image/png'],
    ['QrCode', 'image/png'],
    ['pdf', 'application/pdf'],
    ['', 'application/pdf'],
    ['anything', 'application/pdf'],
  ])('%s means %s', async (type, mediaType) => {
    const answer = await mohar.call('GET', `/certificate/api/eu-certificate?refId=E1&type=${type}`);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, mediaType]);
  });

  it('leaves Accept its say, where it is not qrcode', async () => {
    const answer = await fetchAs('eu-dcc', 'refId=E1&type=text', 'text/plain');
    expect(answer.payload).toMatch(/^HC1:/);
  });
});

it('the FHIR document comes as what was asked for, or not at all', async () => {
  const fhirAs = (accept: string) =>
    mohar.callWith('GET', '/certificate/api/fhir-certificate?refId=E1', { accept });
  for (const accept of ['application/fhir+json', 'application/json']) {
    expect((await fhirAs(accept)).headers['content-type']).toBe(`${accept}; charset=utf-8`);
  }
  expect((await fhirAs('*/*')).headers['content-type']).toBe('application/fhir+json; charset=utf-8');
  expect(problemOf(await fhirAs('video/mp4')).slice(0, 2)).toEqual([406, 'NOT_ACCEPTABLE']);
});

it.each(['revoked', 'superseded'])(
  'a certificate that is %s while its card is signed gets none',
  async (fate) => {
    const beneficiary = `W-${fate}`;
    const [{ certificateId }] = (
      await mohar.call('POST', '/divoc/api/v3/certify', [final(beneficiary)])
    ).json();
    const { signerFor } = mohar.documentKeys;
    const signing = vi.spyOn(mohar.documentKeys, 'signerFor').mockImplementation(async (...use) => {
      if (fate === 'revoked') await mohar.call('DELETE', `/divoc/api/v1/certificates/${certificateId}`);
      else {
        const event = final(beneficiary);
        const corrected = { ...event, recipient: { ...event.recipient, name: 'Right Name' } };
        await mohar.call('PUT', '/divoc/api/v3/certificate', [corrected]);
      }
      return signerFor(...use);
    });
    const answer = await fetchAs('smart-health-card', `refId=${beneficiary}`, 'text/plain');
    signing.mockRestore();
    expect(problemOf(answer).slice(0, 2)).toEqual([410, fate.toUpperCase()]);
    const cards = await mohar.database.db
      .selectFrom('shc_card')
      .selectAll()
      .where('certificate_id', '=', certificateId)
      .execute();
    expect(cards).toEqual([]);
  },
);

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
      timeout: 60_000,
    })
    .toMatchObject({ kid: keyId, method: 'rid', rids: ['no-card', certificateId] });
  const verified = (await mohar.call('POST', '/verify', { qr: text })).json();
  expect([verified.verdict, verified.formatName]).toEqual(['revoked', 'SMART Health Card']);
});
