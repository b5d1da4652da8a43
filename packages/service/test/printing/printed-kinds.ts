import type { PdfStandard } from '@mohar/print/print-job.ts';
import { expect } from 'vitest';
import { type RunningApp, runningApp } from '../running-app.ts';
import { internationalEvent, professionalEvent, testEvent, vaccinationEvent } from '../sample-events.ts';

const kumar = { fn: 'Kumar', gn: 'Ramesh' };

/** Every kind of paper: its name, and how it is asked for. */
export const kinds: Readonly<Record<string, readonly [url: string, body?: object]>> = {
  provisional: ['certificatePDF/A?'],
  final: ['certificatePDF/B?'],
  international: ['certificatePDF/C?'],
  negative: ['test/certificatePDF/D?'],
  positive: ['test/certificatePDF/E?'],
  professional: ['certificatePDF?certificateId=PROFESSIONAL'],
  'card of a vaccination': ['certificatePDF/B?paper=card'],
  'card of an international vaccination': ['certificatePDF/C?paper=card'],
  'card of a test': ['test/certificatePDF/D?paper=card'],
  'eu-dcc': ['eu-certificate?refId=B', kumar],
  'smart-health-card': ['shc-certificate?refId=B'],
  'who-ddcc': ['ddcc-certificate?refId=B'],
  icvp: ['icvp-certificate?refId=Y&disease=Yellow%20fever'],
  'vds-nc': ['vds-certificate?refId=D&kind=test', { ...kumar, passport: 'N7654321' }],
};

/** The application of a country that prints to a standard, with a certificate of each kind. */
export async function printingApp(standard: PdfStandard): Promise<{
  readonly mohar: RunningApp;
  /** A kind's PDF. */
  pdfOf(kind: string, query?: string): Promise<Buffer>;
}> {
  const mohar = await runningApp({}, (pack) => ({ ...pack, pdf: standard }));
  const issue = async (path: string, event: unknown) => {
    const answer = await mohar.call('POST', `/divoc/api${path}`, [event]);
    expect(answer.statusCode, answer.payload).toBe(200);
    return answer.json()[0].certificateId as string;
  };
  const test = (person: string, result: string) => {
    const event = testEvent(person);
    const { recipient, testDetails } = event;
    return {
      ...event,
      recipient: { ...recipient, name: 'Ramesh Kumar' },
      testDetails: { ...testDetails, result },
    };
  };
  await issue('/v1/certify', vaccinationEvent('A', 1));
  const final = vaccinationEvent('B', 2);
  await issue('/v1/certify', {
    ...final,
    meta: { vaccinations: [{ dose: 1, name: 'COVISHIELD', batch: 'B1', date: '2021-04-01' }] },
  });
  await issue('/v3/certify', internationalEvent('C'));
  await issue('/v1/test/certify', test('D', 'Negative'));
  await issue('/v1/test/certify', test('E', 'Positive'));
  const professional = await issue('/v4/health-professional/certify', professionalEvent());
  const fever = internationalEvent('Y');
  await issue('/v3/certify', {
    ...fever,
    vaccination: {
      ...fever.vaccination,
      name: 'Stamaril',
      manufacturer: 'Sanofi Pasteur',
      dose: 1,
      totalDoses: 1,
    },
  });
  return {
    mohar,
    pdfOf: async (kind, query = '') => {
      const [url, body] = kinds[kind] as (typeof kinds)[string];
      const path = `/certificate/api/${url}${query}`.replace('PROFESSIONAL', professional);
      const answer = await mohar.call(body ? 'POST' : 'GET', path, body);
      expect(answer.headers['content-type'], `${kind}: ${answer.payload.slice(0, 500)}`).toBe(
        'application/pdf',
      );
      return answer.rawPayload;
    },
  };
}
