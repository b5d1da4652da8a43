import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApp, runningApp } from '../running-app.ts';
import { internationalEvent, professionalEvent, testEvent, vaccinationEvent } from '../sample-events.ts';

let mohar: RunningApp;
beforeAll(async () => {
  mohar = await runningApp({ MOHAR_BODY_LIMIT: '200000' });
});
afterAll(() => mohar.close());

const post = (path: string, body: unknown) => mohar.call('POST', `/divoc/api${path}`, body);
const kept = async () =>
  Number(
    (
      await mohar.database.db
        .selectFrom('certificate')
        .select((s) => s.fn.countAll().as('n'))
        .executeTakeFirst()
    )?.n,
  );

const faulty: [what: string, place: string, value: unknown, rule: string, pointer?: string][] = [
  ['a future vaccination', 'vaccination/date', '2999-01-01', 'future'],
  ['an impossible date', 'vaccination/date', '2021-02-30', 'moment'],
  ['dose 0', 'vaccination/dose', 0, 'minimum'],
  ['dose 100', 'vaccination/dose', 100, 'maximum'],
  ['a birth after the vaccination', 'recipient/dob', '2021-08-01', 'after-event'],
  ['a birth in another age', 'recipient/dob', '1780-01-01', 'too-early'],
  ['a name with a control character', 'recipient/name', 'A\u0007B', 'person-name'],
  ['a name with a NUL', 'recipient/name', 'A\u0000B', 'person-name'],
  ['a name with a direction override', 'recipient/name', 'A\u202eB', 'person-name'],
  ['a lone surrogate', 'recipient/name', 'A\ud800B', 'person-name'],
  ['a name that no font can draw', 'recipient/name', '𓂀𓁹', 'printable'],
  ['a name of spaces', 'recipient/name', '   ', 'person-name'],
  ['no name', 'recipient/name', undefined, 'required'],
  ['a number for a name', 'recipient/name', 7, 'type'],
  ['an end before the start', 'vaccination/effectiveUntil', '2001-01-01', 'before-start'],
  ['a NUL in meta', 'meta', { a: ['\u0000'] }, 'plain-text', '/0/meta/a/0'],
  ['an endless name', 'recipient/name', 'x'.repeat(500), 'max-length'],
  ['an age of 400', 'recipient/age', 400, 'maximum'],
];

describe('bad input gets a clear 4xx that names the field and the rule, and changes nothing', () => {
  test.each(faulty)('%s', async (_what, place, value, rule, pointer = `/0/${place}`) => {
    const event = vaccinationEvent('B1');
    const [first = '', second] = place.split('/');
    if (second === undefined) event[first] = value;
    else event[first][second] = value;
    const before = await kept();
    const answer = await post('/v1/certify', [event]);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json().faults).toContainEqual(expect.objectContaining({ pointer, rule }));
    expect(await kept()).toBe(before);
  });

  test.each([
    ['malformed JSON', '[{"a":', 400, 'json'],
    ['no JSON at all', '', 400, 'json'],
    ['an object instead of an array', '{}', 400, 'type'],
    ['an empty array', '[]', 400, 'min-items'],
    ['null', 'null', 400, 'type'],
    ['an array of nulls', '[null]', 400, 'type'],
    ['a body too large', `["${'x'.repeat(300_000)}"]`, 413, 'body-limit'],
    ['nesting without end', '['.repeat(90_000) + ']'.repeat(90_000), 400, 'type'],
    ['a prototype', '[{"__proto__":{"a":1}}]', 400, 'json'],
  ])('%s', async (_what, body, status, rule) => {
    const answer = await post('/v1/certify', body);
    expect(answer.statusCode).toBe(status);
    expect(answer.json().faults[0].rule).toBe(rule);
  });

  test('nesting without end, in a member that is not kept, in meta, in an entity', async () => {
    const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;
    const withDeep = (event: object, place: string) =>
      JSON.stringify([event]).replace(place, `${place}"deep":${deep},`);
    const unkept = await post('/v1/certify', withDeep(vaccinationEvent('DEEP'), '"recipient":{'));
    expect(unkept.statusCode, unkept.payload).toBe(200);
    const meta = { ...vaccinationEvent('DEEP2'), meta: { a: 1 } };
    expect((await post('/v1/certify', withDeep(meta, '"meta":{'))).statusCode).toBe(400);
    expect(
      (await post('/v4/health-professional/certify', withDeep(professionalEvent(), '[{'))).statusCode,
    ).toBe(400);
  });

  describe('names for a certificate in another format', () => {
    const named: [what: string, body: unknown, fault: string, status?: number][] = [
      ['a direction override', { fn: '\u202Eodnanref', fnt: 'FERNANDO' }, '/fn person-name'],
      ['a lone surrogate', '{"fn":"\\ud800x","fnt":"X"}', '/fn person-name'],
      ['a blank', { fn: ' ', fnt: 'X' }, '/fn person-name'],
      ['a given name that is blank', { fn: 'Fernando', gn: ' ' }, '/gn person-name'],
      ['a control character', { fn: 'A\u0000B' }, '/fn person-name'],
      ['no letter', { fn: '1234', fnt: 'X' }, '/fn person-name'],
      ['nothing', { fn: '' }, '/fn min-length'],
      ['too much', { fn: 'x'.repeat(81) }, '/fn max-length'],
      ['a number', { fn: 7 }, '/fn type'],
      ['no object', '["fn"]', ' type'],
      ['a glyph that no font has', { fn: '张', fnt: 'ZHANG' }, '/fn printable', 422],
    ];
    const fetches = async () =>
      (await mohar.database.db.selectFrom('audit_entry').select('id').where('action', '=', 'fetch').execute())
        .length;
    beforeAll(async () => {
      const event = internationalEvent('X1');
      const vaccination = { ...event.vaccination, dose: 2, totalDoses: 2 };
      expect((await post('/v3/certify', [{ ...event, vaccination }])).statusCode).toBe(200);
    });

    test.each(named)('%s', async (_what, body, fault, status = 400) => {
      for (const path of ['eu', 'shc', 'ddcc', 'fhir']) {
        // What is not printed needs no glyphs.
        if (status === 422 && path === 'fhir') continue;
        for (const method of ['GET', 'POST'] as const) {
          const before = await fetches();
          const answer = await mohar.call(method, `/certificate/api/${path}-certificate?refId=X1`, body);
          const faults = answer
            .json()
            .faults.map(({ pointer, rule }: Record<string, string>) => `${pointer} ${rule}`);
          expect([path, method, answer.statusCode, faults]).toEqual([
            path,
            method,
            status,
            expect.arrayContaining([fault]),
          ]);
          expect(await fetches()).toBe(before);
        }
      }
    });

    test('anything in the place of a name: never a 5xx', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom('eu', 'shc', 'ddcc', 'vds', 'fhir'),
          fc.dictionary(
            fc.constantFrom('fn', 'fnt', 'gn', 'gnt', 'passport'),
            fc.oneof(
              fc.jsonValue(),
              fc.string({ unit: 'binary' }),
              fc.string({ unit: 'grapheme' }),
              fc.constant('A'),
            ),
          ),
          async (path, body) => {
            const url = `/certificate/api/${path}-certificate?refId=X1`;
            const answer = await mohar.call('POST', url, body);
            expect(answer.statusCode, answer.payload.slice(0, 500)).toBeLessThan(500);
          },
        ),
        { numRuns: 300 },
      );
    });
  });

  test('another media type, an unknown path, a wrong method', async () => {
    const text = await mohar.app.inject({
      method: 'POST',
      url: '/divoc/api/v1/certify',
      headers: { authorization: `Bearer ${await mohar.keyWith(['api'])}`, 'content-type': 'text/plain' },
      payload: 'x',
    });
    expect([text.statusCode, text.json().code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect((await mohar.call('GET', '/nowhere')).json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    const wrong = await mohar.call('DELETE', '/divoc/api/v1/certify');
    expect([wrong.statusCode, wrong.headers.allow]).toEqual([405, 'POST']);
  });

  test('ids that do not exist, or are none', async () => {
    expect((await mohar.call('GET', '/divoc/api/v1/certificates/nonsense')).statusCode).toBe(400);
    expect((await mohar.call('GET', '/divoc/api/v1/certificates/ZW7QD48VXF7XQXTV3')).statusCode).toBe(404);
    expect((await mohar.call('GET', '/certificate/api/certificatePDF/unknown')).statusCode).toBe(404);
    expect((await mohar.call('GET', '/certificate/api/certificatePDF')).statusCode).toBe(400);
    expect((await mohar.call('HEAD', '/certificate/api/certificatePDF/unknown')).statusCode).toBe(404);
    expect((await mohar.call('GET', '/certificate/api/certificatePDF/%00')).statusCode).toBeLessThan(500);
    expect((await mohar.call('GET', '/certificate/api/certificatePDF/%ff%fe')).statusCode).toBeLessThan(500);
    expect(
      (await mohar.call('GET', `/certificate/api/certificatePDF/${'x'.repeat(5_000)}`)).statusCode,
    ).toBeLessThan(500);
  });

  test('nothing of the request comes back in an error, and nothing of it is in the log', async () => {
    const event = vaccinationEvent('VERYPRIVATEID');
    event.recipient.name = 'Secretname\u0007';
    const answer = await post('/v1/certify', [event]);
    await mohar.call('GET', '/certificate/api/certificatePDF/VERYPRIVATEID');
    for (const text of [answer.payload, mohar.log.join('')]) {
      expect(text).not.toContain('Secretname');
      expect(text).not.toContain('VERYPRIVATEID');
      expect(text).not.toContain(event.recipient.identity);
    }
    expect(mohar.log.join('')).toContain('/certificate/api/certificatePDF/:preEnrollmentCode');
  });

  test('real events with any one part changed to anything: never a 5xx, never half an array', async () => {
    const samples = [
      ['/v1/certify', () => vaccinationEvent('F1')],
      ['/v3/certify', () => internationalEvent('F2')],
      ['/v1/test/certify', () => testEvent('F3')],
      ['/v4/health-professional/certify', () => professionalEvent()],
    ] as const;
    let serial = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.nat(),
        fc.oneof(
          fc.jsonValue(),
          fc.string({ unit: 'binary' }),
          fc.constantFrom(
            null,
            '',
            0,
            -1,
            1e308,
            '2021-13-01',
            '9999-12-31',
            '\u0000',
            '\ud800',
            {},
            [],
            'x'.repeat(3_000),
          ),
        ),
        async ([path, sample], pick, value) => {
          serial += 1;
          const event = sample();
          const places = placesIn(event);
          const { holder, name } = places[pick % places.length] as {
            holder: Record<string, unknown>;
            name: string;
          };
          holder[name] = value;
          const good = vaccinationEvent(`G${serial}`);
          const before = await kept();
          const answer = await post(path, path === '/v1/certify' ? [good, event] : [event]);
          expect(answer.statusCode, answer.payload).toBeLessThan(500);
          const issued =
            answer.statusCode === 200
              ? answer.json().filter((r: { status: string }) => r.status === 'issued').length
              : 0;
          expect(await kept()).toBe(before + issued);
          if (answer.statusCode === 400) expect(answer.json().faults.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 600 },
    );
  });
});

/** Every member of every object in a JSON value. */
function placesIn(value: unknown): { holder: Record<string, unknown>; name: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((name) => [{ holder, name }, ...placesIn(holder[name])]);
}
