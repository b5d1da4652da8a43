import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { formatCertificateId } from '@mohar/credential/credential/certificate-id.ts';
import { unpackDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { veraPdfFaults } from '../../../print/test/pdf/verapdf.ts';
import { codesOnPaper, pagesOf, textsOfPage } from '../on-paper.ts';
import { type RunningApp, runningApp } from '../running-app.ts';
import { internationalEvent, professionalEvent, testEvent, vaccinationEvent } from '../sample-events.ts';

let mohar: RunningApp;
/** By what they are of. */
const ids: Record<string, string> = {};

async function issue(path: string, event: unknown): Promise<string> {
  const answer = await mohar.call('POST', `/divoc/api${path}`, [event]);
  expect(answer.statusCode, answer.payload).toBe(200);
  return answer.json()[0].certificateId;
}

const people = Array.from({ length: 12 }, (_, n) => `P${n}`);

beforeAll(async () => {
  mohar = await runningApp();
  for (const person of people) ids[person] = await issue('/v1/certify', named(person, 2));
  ids.international = await issue('/v3/certify', internationalEvent('I'));
  ids.test = await issue('/v1/test/certify', testEvent('T'));
  ids.professional = await issue('/v4/health-professional/certify', professionalEvent());
  ids.revoked = await issue('/v1/certify', vaccinationEvent('R', 2));
  await mohar.call('DELETE', `/divoc/api/v1/certificates/${ids.revoked}`);
});
afterAll(() => mohar.close());

/** An event of somebody whose name tells whose it is. */
function named(person: string, dose: number) {
  const event = vaccinationEvent(person, dose);
  return { ...event, recipient: { ...event.recipient, name: `Holder ${person}` } };
}

const sheet = (body: object, query = '') => mohar.call('POST', `/print/api/v1/sheets${query}`, body);

describe('a sheet', () => {
  test('has a page for each certificate, in order, of every kind, each with its code and its credential', async () => {
    const wanted = ['P3', 'test', 'P1', 'international', 'professional', 'P2'].map(
      (name) => ids[name] as string,
    );
    const answer = await sheet({ certificates: wanted });
    expect(answer.statusCode, answer.payload.slice(0, 300)).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-sheet-printed': '6',
      'x-sheet-left-out': '0',
    });
    const pdf = answer.rawPayload;
    expect(await pagesOf(pdf)).toBe(6);
    const credentials = await Promise.all(
      wanted.map(async (id) => (await mohar.call('GET', `/divoc/api/v1/certificates/${id}`)).payload),
    );
    const codes = await codesOnPaper(pdf);
    expect(codes.map(([code]) => unpackDivocPayload(code?.bytes ?? ''))).toEqual(credentials);
    const document = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;
    const attachments = (await document.getAttachments()) as unknown as Map<string, { filename: string }>;
    const found = await Promise.all(
      [...attachments].map(async ([key, { filename }]) => {
        const content = (await document.getAttachmentContent(key)) as unknown as Uint8Array;
        return [filename, Buffer.from(content).toString()] as const;
      }),
    );
    expect(new Map(found)).toEqual(new Map(wanted.map((id, n) => [`${id}.json`, credentials[n] as string])));
    expect(veraPdfFaults(pdf, 'a-3a') ?? '').toBe('');
  });

  test('of beneficiaries has the latest of each', async () => {
    await issue('/v1/certify', named('P5', 1));
    const answer = await sheet({ beneficiaries: ['P5', 'I', 'P4'], language: 'en' });
    expect(answer.statusCode, answer.payload.slice(0, 300)).toBe(200);
    const pages = [1, 2, 3].map((page) => textsOfPage(answer.rawPayload, page));
    const said = (await Promise.all(pages)).map((texts) => texts.map(({ text }) => text).join(' '));
    expect(said[0]).toContain('Holder P5');
    expect(said[0]).toContain('2 of 2');
    expect(said[1]).toContain('Ibrahim');
    expect(said[2]).toContain('Holder P4');
    const tests = await sheet({ beneficiaries: ['T'], kind: 'test' });
    expect(tests.statusCode).toBe(200);
    expect((await sheet({ beneficiaries: ['T'] })).json().faults).toMatchObject([{ rule: 'known' }]);
  });

  test.each(['a4', 'us-letter'])(
    'of cards on %s: as many on a page as it holds, each code reads at 150 dpi',
    async (paper) => {
      const wanted = [...people.slice(0, 5), 'test', 'international'].map((name) => ids[name] as string);
      const answer = await sheet({ certificates: wanted, layout: 'cards', paper });
      expect(answer.statusCode, answer.payload.slice(0, 300)).toBe(200);
      const document = await getDocument({ data: Uint8Array.from(answer.rawPayload), verbosity: 0 }).promise;
      expect(document.numPages).toBe(2);
      const { view } = await document.getPage(1);
      expect(view.slice(2).map(Math.round)).toEqual(paper === 'a4' ? [595, 842] : [612, 792]);
      const codes = await codesOnPaper(answer.rawPayload);
      expect(codes.map((page) => page.length)).toEqual(paper === 'a4' ? [5, 2] : [4, 3]);
      const read = codes.flatMap((page) =>
        page.map(
          ({ bytes }) => JSON.parse(unpackDivocPayload(bytes)).certificateId ?? unpackDivocPayload(bytes),
        ),
      );
      for (const id of wanted) expect(read.some((text) => text.includes(id))).toBe(true);
      expect(veraPdfFaults(answer.rawPayload, 'a-3a') ?? '').toBe('');
    },
  );

  test('each certificate that leaves is in the audit trail, and no id is in the log', async () => {
    const { P6: one, P7: other } = ids;
    await sheet({ certificates: [one, other] });
    await sheet({ certificates: [other], layout: 'cards' });
    const trail = async (id: string | undefined) => {
      const [step] = (await mohar.call('GET', `/divoc/api/v1/certificates/${id}/history`)).json();
      return step.trail
        .filter(({ action }: { action: string }) => action === 'fetch')
        .map(({ detail }: { detail: string }) => detail);
    };
    expect(await trail(one)).toEqual(['pdf:sheet']);
    expect(await trail(other)).toEqual(['pdf:sheet', 'pdf:card']);
    for (const id of [one, other]) expect(mohar.log.join('\n')).not.toContain(id);
  });
});

describe('what cannot be printed', () => {
  const mixed = () =>
    [
      ids.P1,
      ids.revoked,
      formatCertificateId(1, Buffer.alloc(9)),
      `${ids.P2}`.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      ids.professional,
    ] as string[];

  test('is named before anything is printed, each with its place and the rule', async () => {
    const answer = await sheet({ certificates: mixed(), layout: 'cards' });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      code: 'NOT_PRINTABLE',
      faults: [
        { pointer: '/certificates/1', rule: 'in-force' },
        { pointer: '/certificates/2', rule: 'known' },
        { pointer: '/certificates/3', rule: 'certificate-id' },
        { pointer: '/certificates/4', rule: 'card' },
      ],
    });
    expect(answer.payload).not.toContain(ids.revoked);
  });

  test('is listed on a last page, where the rest is wanted', async () => {
    const answer = await sheet({ certificates: mixed(), layout: 'cards', language: 'en' }, '?partial=true');
    expect(answer.statusCode, answer.payload.slice(0, 300)).toBe(200);
    expect(answer.headers).toMatchObject({ 'x-sheet-printed': '1', 'x-sheet-left-out': '4' });
    expect(await pagesOf(answer.rawPayload)).toBe(2);
    const words = (await textsOfPage(answer.rawPayload, 2)).map(({ text }) => text);
    expect(words).toContain('Certificates that were not printed');
    expect(words).toContain(ids.revoked);
    expect(words).toContain('The certificate was revoked');
    expect(words).toContain('No certificate found');
    expect(veraPdfFaults(answer.rawPayload, 'a-3a') ?? '').toBe('');
    const nothing = await sheet({ certificates: [ids.revoked] }, '?partial=true');
    expect(nothing.statusCode).toBe(422);
  });

  test('an id that no font draws is named by its place alone', async () => {
    const answer = await sheet({ beneficiaries: ['P1', '𓂀'], language: 'en' }, '?partial=true');
    expect(answer.statusCode, answer.payload.slice(0, 300)).toBe(200);
    const words = (await textsOfPage(answer.rawPayload, 2)).map(({ text }) => text);
    expect(words).toContain('No certificate found');
    expect(words).toContain('–');
  });

  test.each<[string, object, string]>([
    ['neither list', {}, 'one-of'],
    ['both lists', { certificates: ['x'], beneficiaries: ['y'] }, 'one-of'],
    ['an empty list', { certificates: [] }, 'minItems'],
    ['more than 500', { beneficiaries: Array.from({ length: 501 }, (_, n) => `B${n}`) }, 'maxItems'],
    ['one twice', { certificates: ['x', 'x'] }, 'uniqueItems'],
    ['a paper that there is not', { certificates: ['x'], paper: 'a0' }, 'enum'],
    ['a layout that there is not', { certificates: ['x'], layout: 'scroll' }, 'enum'],
    ['a language that there is not', { certificates: ['x'], language: 'tlh' }, 'enum'],
    ['a member that there is not', { certificates: ['x'], duplex: true }, 'additionalProperties'],
    ['a kind of certificates', { certificates: ['x'], kind: 'test' }, 'dependent'],
  ])('%s is refused', async (_what, body, rule) => {
    const answer = await sheet(body);
    expect(answer.statusCode, answer.payload).toBe(400);
    expect(answer.json().faults).toMatchObject([{ rule }]);
  });
});

test('print staff may print, and not read; holders may not', async () => {
  const as = async (
    role: 'facility-print-staff' | 'recipient',
    method: 'GET' | 'POST',
    url: string,
    body?: object,
  ) => {
    const key = await mohar.keyWith([role]);
    return (await mohar.callWith(method, url, { authorization: `Bearer ${key}` }, body)).statusCode;
  };
  const body = { certificates: [ids.P1] };
  expect(await as('facility-print-staff', 'POST', '/print/api/v1/sheets', body)).toBe(200);
  expect(
    await as('facility-print-staff', 'GET', `/certificate/api/certificatePDF?certificateId=${ids.P1}`),
  ).toBe(200);
  expect(await as('facility-print-staff', 'GET', `/divoc/api/v1/certificates/${ids.P1}`)).toBe(403);
  expect(await as('recipient', 'POST', '/print/api/v1/sheets', body)).toBe(403);
});

test('a caller that hangs up ends the work', async () => {
  await mohar.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = mohar.app.server.address() as AddressInfo;
  const key = await mohar.keyWith(['facility-staff']);
  const many = Array.from({ length: 150 }, (_, n) => `H${n}`);
  for (let n = 0; n < many.length; n += 50) {
    const events = many.slice(n, n + 50).map((person) => vaccinationEvent(person, 2));
    expect((await mohar.call('POST', '/divoc/api/v1/certify', events)).statusCode).toBe(200);
  }
  await new Promise<void>((resolve, reject) => {
    const call = httpRequest(
      {
        port,
        path: '/print/api/v1/sheets',
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      },
      (answer) => {
        answer.once('data', () => {
          call.destroy();
          resolve();
        });
      },
    );
    call.on('error', reject);
    call.end(JSON.stringify({ beneficiaries: many }));
  });
  const printed = async () =>
    Number(
      (
        await mohar.database.db
          .selectFrom('audit_entry')
          .select(({ fn }) => fn.countAll().as('n'))
          .where('detail', '=', 'pdf:sheet')
          .executeTakeFirstOrThrow()
      ).n,
    );
  await setTimeout(1_000);
  const soon = await printed();
  await setTimeout(1_000);
  expect(await printed()).toBe(soon);
  expect(soon).toBeLessThan(100);
});

describe('?paper', () => {
  const sizeOf = async (query: string, path = `/certificate/api/certificatePDF?certificateId=${ids.P1}`) => {
    const answer = await mohar.call('GET', `${path}${query}`);
    if (answer.statusCode !== 200) return answer.statusCode;
    const document = await getDocument({ data: Uint8Array.from(answer.rawPayload), verbosity: 0 }).promise;
    return [document.numPages, ...(await document.getPage(1)).view.slice(2).map(Math.round)];
  };
  const dcc = () => '/certificate/api/ddcc-certificate?refId=I';

  test('is the page’s size', async () => {
    expect(await sizeOf('')).toEqual([1, 595, 842]);
    expect(await sizeOf('&paper=a4')).toEqual([1, 595, 842]);
    expect(await sizeOf('&paper=us-letter')).toEqual([1, 612, 792]);
    expect(await sizeOf('&paper=card')).toEqual([2, 243, 153]);
    expect(await sizeOf('?paper=us-letter', '/certificate/api/certificatePDF/P1')).toEqual([1, 612, 792]);
    expect(await sizeOf('&paper=us-letter', dcc())).toEqual([1, 612, 792]);
  });

  test('that there is not is refused', async () => {
    expect(await sizeOf('&paper=a5')).toBe(400);
    const refused = await mohar.call('GET', '/certificate/api/certificatePDF/P1?paper=a5');
    expect(refused.json().faults).toEqual([
      { pointer: '?paper', rule: 'enum', message: 'must be one of a4, us-letter, card' },
    ]);
    const sheet = await mohar.call('POST', '/print/api/v1/sheets', {
      certificates: [ids.P1],
      language: 'xx',
    });
    expect([sheet.statusCode, sheet.json().faults[0].pointer]).toEqual([400, '/language']);
    expect(await sizeOf('&paper=card', dcc())).toBe(400);
    expect(
      await sizeOf('&paper=card', `/certificate/api/certificatePDF?certificateId=${ids.professional}`),
    ).toBe(400);
  });
});
