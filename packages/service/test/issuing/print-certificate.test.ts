import { packDivocPayload, unpackDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attachedTo, codeOnPaper, pagesOf } from '../on-paper.ts';
import { type RunningApp, runningApp } from '../running-app.ts';
import { internationalEvent, professionalEvent, testEvent, vaccinationEvent } from '../sample-events.ts';

let mohar: RunningApp;
beforeAll(async () => {
  mohar = await runningApp();
});
afterAll(() => mohar.close());

const long = () => {
  const event = vaccinationEvent('LONG', 3);
  event.recipient.name = 'Venkatanarasimharajuvaripeta Satyanarayana Subrahmanyam Chandrasekharendra रामकृष्णन';
  event.recipient.address.addressLine1 =
    'Flat 1204, Tower B-7, Sri Sai Venkateswara Enclave Phase III, behind the Polytechnic';
  event.vaccination.batch = 'BATCH-2021-07-12-LONG-00000012';
  event.meta = {
    vaccinations: [1, 2].map((dose) => ({
      dose,
      name: 'COVISHIELD',
      batch: 'B',
      manufacturer: 'Serum Institute',
      date: `2021-02-0${dose}`,
    })),
  };
  return event;
};

describe('the printed certificate', () => {
  test.each([
    ['/v1/certify', 'provisional', () => vaccinationEvent('Q1', 1)],
    ['/v1/certify', 'final', () => vaccinationEvent('Q2', 2)],
    ['/v1/certify', 'precaution, long', long],
    ['/v3/certify', 'international', () => internationalEvent('Q4')],
    ['/v1/test/certify', 'test', () => testEvent('Q5')],
    ['/v4/health-professional/certify', 'health professional', professionalEvent],
  ])(
    '%s (%s): one page; its QR, at 150 dpi, holds the exact bytes and verifies',
    async (path, _stage, event) => {
      const answer = await mohar.call('POST', `/divoc/api${path}?include=credential,pdf`, [event()]);
      expect(answer.statusCode, answer.payload).toBe(200);
      const [{ certificateId, pdf: encoded }] = answer.json();
      const pdf = Buffer.from(encoded, 'base64');
      expect(await pagesOf(pdf)).toBe(1);

      const code = await codeOnPaper(pdf);
      const kept = (await mohar.call('GET', `/divoc/api/v1/certificates/${certificateId}`)).payload;
      expect(unpackDivocPayload(code?.bytes ?? '')).toBe(kept);
      expect(Buffer.from(code?.bytes ?? []).equals(packDivocPayload(kept))).toBe(true);
      const setting = { trust: mohar.issuer.trust, at: Date.now(), contexts: mohar.issuer.contexts };
      expect((await verify(code?.bytes ?? '', setting)).verdict).toBe('valid');
    },
  );

  test('is a tagged PDF/A-3 with title and language, and the credential inside, byte for byte', async () => {
    const answer = await mohar.call('POST', '/divoc/api/v1/certify?include=pdf', [vaccinationEvent('Q6', 2)]);
    const [{ certificateId, pdf: encoded }] = answer.json();
    const data = Buffer.from(encoded, 'base64');
    const document = await getDocument({ data: Uint8Array.from(data), verbosity: 0 }).promise;
    const { info, metadata } = await document.getMetadata();
    expect((info as { Title?: string }).Title).toBe('Final Certificate for Vaccination');
    expect((info as { Language?: string }).Language).toBe('en');
    const marks = (await document.getMarkInfo()) as unknown as Map<string, boolean>;
    expect(marks.get('Marked')).toBe(true);
    expect(String(metadata?.get('pdfaid:part'))).toBe('3');
    expect(String(metadata?.get('pdfaid:conformance'))).toBe('A');
    const kept = (await mohar.call('GET', `/divoc/api/v1/certificates/${certificateId}`)).payload;
    expect(await attachedTo(data)).toEqual({ name: 'credential.json', text: kept });
  });

  test('the same certificate is the same file; one language alone is another', async () => {
    await mohar.call('POST', '/divoc/api/v1/certify', [vaccinationEvent('Q7', 2)]);
    const fetchPdf = async (query = '') =>
      (await mohar.call('GET', `/certificate/api/certificatePDF/Q7${query}`)).rawPayload;
    const first = await fetchPdf();
    expect((await fetchPdf()).equals(first)).toBe(true);
    expect((await fetchPdf('?language=hi')).equals(first)).toBe(false);
    const unknown = await mohar.call('GET', '/certificate/api/certificatePDF/Q7?language=tlh');
    expect(unknown.statusCode).toBe(400);
  });

  test('QR and test certificates have their own paths; fetching is in the audit trail', async () => {
    const [{ certificateId }] = (
      await mohar.call('POST', '/divoc/api/v1/test/certify', [testEvent('Q8')])
    ).json();
    const pdf = await mohar.call('GET', '/certificate/api/test/certificatePDF/Q8');
    expect(pdf.headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-certificate-id': certificateId,
    });
    expect((await mohar.call('GET', '/certificate/api/certificatePDF/Q8')).statusCode).toBe(404);
    await mohar.call('POST', '/divoc/api/v1/certify', [vaccinationEvent('Q8')]);
    const qr = await mohar.call('GET', '/certificate/api/certificateQRCode/Q8');
    expect(qr.headers['content-type']).toBe('image/png');
    const byId = await mohar.call('GET', `/certificate/api/certificatePDF?certificateId=${certificateId}`);
    expect(byId.statusCode).toBe(200);
    const entries = await mohar.database.db
      .selectFrom('audit_entry')
      .select(['action', 'detail'])
      .where('certificate_id', '=', certificateId)
      .orderBy('id')
      .execute();
    expect(entries).toEqual([
      { action: 'issue', detail: '' },
      { action: 'fetch', detail: 'pdf' },
      { action: 'fetch', detail: 'pdf' },
    ]);
  });
});
