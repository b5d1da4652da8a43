import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '@mohar/credential/verification/verify.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { exampleForms, exampleOf } from '../../src/cli/country/example-faults.ts';
import { judgePack } from '../../src/cli/country/judge-pack.ts';
import { countries } from '../../src/country/pack-directory.ts';
import { faultLine } from '../../src/country/pack-fault.ts';
import { packFile } from '../../src/country/pack-file.ts';
import { wrappingOf } from '../../src/issuing/certificate-qr.ts';
import { packNamed } from '../../src/pack-named.ts';
import { codeOnPaper, pagesOf } from '../on-paper.ts';
import { type RunningApp, runningApp } from '../running-app.ts';
import { brokenBy, type Rules } from './broken-by.ts';

const packs = readdirSync(countries).filter((name) => existsSync(join(countries, name, 'country.yaml')));

/** The call that certifies, by form. */
const calls = {
  domestic: '/divoc/api/v1/certify',
  international: '/divoc/api/v3/certify',
  test: '/divoc/api/v1/test/certify',
} as const;

type Event = Record<string, unknown>;

test('there is the neutral pack, at least', () => {
  expect(packs).toContain('default');
});

describe.each(packs)('the pack %s', (name) => {
  const pack = packNamed(name);
  let mohar: RunningApp;
  beforeAll(async () => {
    mohar = await runningApp({ MOHAR_COUNTRY: name });
  });
  afterAll(() => mohar.close());

  test('has no faults', () => {
    const { faults, summary } = judgePack(join(countries, name));
    expect(faults.map(faultLine)).toEqual([]);
    expect(summary).toContain(`${pack.vaccines.length} vaccine`);
  });

  test.each(exampleForms)('issues and prints its example, %s, which verifies', async (form) => {
    const event = exampleOf(pack, form);
    const answer = await mohar.call('POST', `${calls[form]}?include=credential,pdf`, [event]);
    expect([answer.statusCode, answer.json().faults]).toEqual([200, undefined]);
    const [{ credential, pdf, certificateId }] = answer.json();
    const { trust, contexts } = mohar.issuer;
    const text = JSON.stringify(credential);
    expect((await verify(text, { trust, contexts, at: Date.now() })).verdict).toBe('valid');
    const paper = Buffer.from(pdf, 'base64');
    expect(await pagesOf(paper)).toBe(1);
    const code = await codeOnPaper(paper);
    const scanned = wrappingOf(pack, form) === 'compact' ? code?.text : code?.bytes;
    const onPaper = await verify(scanned ?? '', { trust, contexts, at: Date.now() });
    expect([onPaper.verdict, onPaper.summary?.certificateId]).toEqual(['valid', certificateId]);
  });

  test.each(exampleForms)('refuses an event, %s, that breaks a rule: 400, with the field', async (form) => {
    const fields = parse(readFileSync(packFile(pack, 'fields.yaml') ?? '', 'utf8'));
    const broken = brokenBy(fields[form] as Rules | undefined, exampleOf(pack, form) as Event);
    for (const { event, pointer } of broken) {
      const answer = await mohar.call('POST', calls[form], [
        { ...event, preEnrollmentCode: `${form}-broken` },
      ]);
      const pointers = answer.json().faults?.map((fault: { pointer: string }) => fault.pointer);
      expect([pointer, answer.statusCode, pointers]).toEqual([
        pointer,
        400,
        expect.arrayContaining([`/0${pointer}`]),
      ]);
    }
  });
});
