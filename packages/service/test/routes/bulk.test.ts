import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '@mohar/credential/verification/verify.ts';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApp, runningApp } from '../running-app.ts';
import { vaccinationRow } from '../sample-csv.ts';

let mohar: RunningApp;
let key: string;
beforeAll(async () => {
  mohar = await runningApp();
  key = await mohar.keyWith(['facility-admin']);
});
afterAll(() => mohar.close());

// DIVOC's own templates: the header and nothing else.
const template = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../../test-vectors/divoc/requests', name), 'utf8').trim();
const vaccinationHeader = template('certificates.csv');
const testHeader = template('testCertificates.csv');

const testRow = (id: string) => ({
  preEnrollmentCode: id,
  recipientName: 'रमेश कुमार',
  recipientMobileNumber: 'tel:9800000001',
  recipientDOB: '02-Jan-1994',
  recipientGender: 'Male',
  recipientIdentity: 'M1122334',
  recipientAddressLine1: '7, Station Road',
  recipientDistrict: 'Lucknow',
  recipientState: 'Uttar Pradesh',
  recipientPincode: '226001',
  disease: 'COVID-19',
  testType: 'Molecular (RT-PCR)',
  result: 'Negative',
  resultTimestamp: '2022-02-01T15:05:00Z',
  sampleCollectionTimestamp: '2022-02-01T06:30:00Z',
  sampleOrigin: 'Nasopharyngeal swab',
  verifier: 'Dr Meera Nair',
  facilityName: 'District Laboratory',
  facilityAddressLine1: 'Hospital Road',
  facilityDistrict: 'Lucknow',
  facilityState: 'Uttar Pradesh',
  facilityPincode: '226003',
});
const csv = (header: string, rows: Record<string, string>[]) =>
  stringify(rows, { header: true, columns: header.split(',') });

const send = (url: string, body: string | Buffer, type = 'text/csv', as = key) =>
  mohar.app.inject({
    method: 'POST',
    url: `/divoc/api${url}`,
    headers: { authorization: `Bearer ${as}`, 'content-type': type },
    payload: body,
  });
const get = (url: string, accept = 'application/json', as = key) =>
  mohar.app.inject({ url: `/divoc/api${url}`, headers: { authorization: `Bearer ${as}`, accept } });

async function finished(path: string, id: number) {
  for (;;) {
    const answer = await get(`${path}/certify/uploads/${id}`);
    expect(answer.statusCode).toBe(200);
    if (answer.json().finishedAt) return answer.json();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const certificateOf = async (beneficiary: string) =>
  mohar.database.db
    .selectFrom('certificate')
    .select(['certificate_id', 'certificate_type'])
    .where('beneficiary', '=', beneficiary)
    .execute();

describe('a bulk upload', () => {
  test('certifies the good rows and keeps the others with their reasons', async () => {
    const rows = [
      vaccinationRow('B1'),
      vaccinationRow('B2', { recipientDOB: '14-Mar-1988' }),
      vaccinationRow('B3', { recipientDOB: '', recipientAge: '33' }),
      vaccinationRow('B4', { recipientName: '', facilityName: ' ' }),
      vaccinationRow('B5', { vaccinationDate: '2021-07-32' }),
      vaccinationRow('B6', { recipientDOB: '' }),
      vaccinationRow('B7', { vaccinationDose: 'two' }),
      vaccinationRow('B1', { vaccinationBatch: 'ANOTHER' }),
      vaccinationRow('B2', { recipientDOB: '1988-03-14' }),
    ];
    const file = `${csv(vaccinationHeader, rows)}too,few,fields\n`;
    const answer = await send('/v1/bulkCertify', file);
    expect(answer.statusCode).toBe(200);
    const { uploadId, totalRows } = answer.json();
    expect(totalRows).toBe(10);
    expect(await finished('/v1', uploadId)).toMatchObject({
      ID: uploadId,
      Status: 'Failed',
      TotalRecords: 10,
      TotalErrorRows: 6,
      issued: 3,
      duplicate: 1,
      failed: 6,
      done: 10,
    });

    const { columns, errorRows } = (await get(`/v1/certify/uploads/${uploadId}/errors`)).json();
    expect(columns).toEqual([...vaccinationHeader.split(','), 'errors']);
    expect(errorRows.map(({ row, errors }: { row: number; errors: string }) => [row, errors])).toEqual([
      [4, 'Missing Fields : recipientName,facilityName'],
      [5, expect.stringMatching(/^vaccinationDate must be /)],
      [6, 'Both recipientAge and recipientDOB Fields are missing[at least one required]'],
      [7, expect.stringMatching(/^vaccinationDose must be /)],
      [8, expect.stringMatching(/^The event is certified already with other content, as certificate /)],
      [10, 'The row has 3 fields; the header has 28'],
    ]);
    expect(errorRows[1]).toMatchObject(vaccinationRow('B5', { vaccinationDate: '2021-07-32' }));

    const [{ certificate_id = '' } = {}] = await certificateOf('B2');
    const credential = (await mohar.call('GET', `/divoc/api/v1/certificates/${certificate_id}`)).payload;
    const found = await verify(credential, { trust: mohar.issuer.trust, at: Date.now() });
    expect(found.verdict).toBe('valid');
    expect(found.credential?.credentialSubject).toMatchObject({ name: 'Asha Ramakrishnan', refId: 'B2' });
  });

  test('gives its faulty rows as CSV that can be corrected and sent again', async () => {
    const rows = [vaccinationRow('C1'), vaccinationRow('C2', { recipientName: '' })];
    const { uploadId } = (await send('/v1/bulkCertify', csv(vaccinationHeader, rows))).json();
    await finished('/v1', uploadId);
    const answer = await get(`/v1/certify/uploads/${uploadId}/errors`, 'text/csv');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const errors = parse(answer.payload, { columns: true }) as Record<string, string>[];
    expect(errors).toEqual([
      { ...vaccinationRow('C2', { recipientName: '' }), errors: 'Missing Fields : recipientName' },
    ]);
    const corrected = answer.payload.replace('C2,,', 'C2,Asha,');
    const again = (await send('/v1/bulkCertify', corrected)).json();
    expect(await finished('/v1', again.uploadId)).toMatchObject({ issued: 1, failed: 0, Status: 'Success' });
  });

  test('of more than one job; the same file again issues nothing new', async () => {
    const rows = Array.from({ length: 1_203 }, (_, n) =>
      vaccinationRow(`D${n}`, n % 100 === 99 ? { vaccinationName: '' } : {}),
    );
    const file = csv(vaccinationHeader, rows);
    const first = (await send('/v1/bulkCertify', file)).json();
    const twice = (await send('/v1/bulkCertify', file)).json();
    expect(await finished('/v1', first.uploadId)).toMatchObject({ issued: 1_191, duplicate: 0, failed: 12 });
    if (twice.uploadId !== first.uploadId) await finished('/v1', twice.uploadId);
    const later = (await send('/v1/bulkCertify', `\ufeff${file}`)).json();
    expect(await finished('/v1', later.uploadId)).toMatchObject({ issued: 0, duplicate: 1_191, failed: 12 });
    const { count } = await mohar.database.db
      .selectFrom('certificate')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('beneficiary', 'like', 'D%')
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(1_191);
  });

  test('of tests, as a form', async () => {
    const form = new FormData();
    form.append('file', new Blob([csv(testHeader, [testRow('T1')])]), 'tests-of-today.csv');
    const request = new Request('http://localhost', { method: 'POST', body: form });
    const answer = await send(
      '/v1/test/bulkCertify',
      Buffer.from(await request.arrayBuffer()),
      request.headers.get('content-type') ?? '',
    );
    expect(answer.statusCode).toBe(200);
    const { uploadId } = answer.json();
    expect(await finished('/v1/test', uploadId)).toMatchObject({
      Filename: 'tests-of-today.csv',
      Status: 'Success',
      issued: 1,
    });
    expect(await certificateOf('T1')).toMatchObject([{ certificate_type: 'test' }]);
    expect((await get(`/v1/certify/uploads/${uploadId}`)).statusCode).toBe(404);
  });

  test('is its caller’s alone', async () => {
    const { uploadId } = (
      await send('/v1/bulkCertify', csv(vaccinationHeader, [vaccinationRow('E1')]))
    ).json();
    const other = await mohar.keyWith(['facility-admin']);
    expect((await get(`/v1/certify/uploads/${uploadId}/errors`, 'text/csv', other)).statusCode).toBe(403);
    expect((await get('/v1/certify/uploads', 'application/json', other)).json()).toEqual([]);
    expect((await get('/v1/certify/uploads')).json()[0]).toMatchObject({ ID: uploadId });
    const staff = await mohar.keyWith(['facility-staff']);
    expect((await send('/v1/bulkCertify', 'x', 'text/csv', staff)).statusCode).toBe(403);
  });
});

describe('a file that is none', () => {
  const rows = async () =>
    (await mohar.database.db.selectFrom('bulk_job').select('n').where('done_at', 'is', null).execute())
      .length;

  test.each([
    [
      'nothing',
      '',
      'Both recipientAge and recipientDOB Headers are missing[at least one required]; Missing Headers : ',
    ],
    [
      'no name and no age or birth',
      vaccinationHeader.replace('recipientName,', '').replace('recipientDOB,recipientAge,', ''),
      'Both recipientAge and recipientDOB Headers are missing[at least one required]; Missing Headers : recipientName',
    ],
    ['no name', vaccinationHeader.replace('recipientName,', ''), 'Missing Headers : recipientName'],
    ['a column twice', `${vaccinationHeader},recipientName`, 'Header recipientName stands there twice'],
  ])('%s: told in DIVOC’s words', async (_, file, message) => {
    const answer = await send('/v1/bulkCertify', `${file}\n`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().code).toBe('INVALID_TEMPLATE');
    expect(answer.json().message).toContain(message);
  });

  test.each([
    ['a quote that is not closed', csv(vaccinationHeader, [vaccinationRow('F1')]).replace('F1', '"F1')],
    ['a quote in the middle', csv(vaccinationHeader, [vaccinationRow('F2')]).replace('F2', 'F"2')],
    [
      'bytes that are not UTF-8',
      Buffer.from(`${csv(vaccinationHeader, [vaccinationRow('F3')])}\xff\xfe`, 'latin1'),
    ],
    ['an endless row', `${csv(vaccinationHeader, [vaccinationRow('F4')])}${'x'.repeat(100_000)}`],
  ])('%s: refused as a whole', async (_, file) => {
    const answer = await send('/v1/bulkCertify', file);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'INVALID_CSV' });
    expect(answer.payload).not.toContain('Asha');
    expect(await rows()).toBe(0);
  });

  test('a form without a file, and another kind of body', async () => {
    const form = new FormData();
    form.append('other', 'x');
    const request = new Request('http://localhost', { method: 'POST', body: form });
    const type = request.headers.get('content-type') ?? '';
    expect((await send('/v1/bulkCertify', Buffer.from(await request.arrayBuffer()), type)).statusCode).toBe(
      400,
    );
    expect((await send('/v1/bulkCertify', '[]', 'application/xml')).statusCode).toBe(415);
    const apiKey = await mohar.keyWith(['api']);
    expect((await send('/v1/certify', 'a,b', 'text/csv', apiKey)).statusCode).toBe(415);
  });
});

test('a country’s own headings are read by its mapping', async () => {
  const own = await runningApp({}, (pack) => ({
    ...pack,
    bulk: { vaccination: { recipientName: 'Nombre', facilityName: 'Centro de salud' } },
  }));
  const ownKey = await own.keyWith(['facility-admin']);
  const header = vaccinationHeader
    .replace('recipientName', 'Nombre')
    .replace('facilityName', 'Centro de salud');
  const { recipientName, facilityName, ...rest } = vaccinationRow('G1');
  const file = csv(header, [{ ...rest, Nombre: recipientName, 'Centro de salud': facilityName }]);
  const answer = await own.app.inject({
    method: 'POST',
    url: '/divoc/api/v1/bulkCertify',
    headers: { authorization: `Bearer ${ownKey}`, 'content-type': 'text/csv' },
    payload: file,
  });
  expect(answer.json()).toMatchObject({ totalRows: 1 });
  let issued = 0;
  while (issued === 0) {
    const answer = await own.app.inject({
      url: '/divoc/api/v1/certify/uploads',
      headers: { authorization: `Bearer ${ownKey}` },
    });
    issued = answer.json()[0].issued;
  }
  expect(issued).toBe(1);
  await own.close();
});
