import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@mohar/credential/json.ts';
import { unpackDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { readDesign } from '@mohar/print/design/read-design.ts';
import { openPress } from '@mohar/print/press/open-press.ts';
import { afterAll, describe, expect, test } from 'vitest';
import type { CountryPack } from '../../src/country/pack.ts';
import { packNamed } from '../../src/pack-named.ts';
import { languagesShown } from '../../src/preview/languages-shown.ts';
import { packExamples } from '../../src/preview/pack-examples.ts';
import { printSample } from '../../src/preview/print-sample.ts';
import type { Sample } from '../../src/preview/sample.ts';
import { sampleEvents } from '../../src/preview/sample-events.ts';
import { samplesOf } from '../../src/preview/samples-of.ts';
import { collisions } from '../layout.ts';
import { attachedTo, codeOnPaper, pagesOf, textsOnPaper } from '../on-paper.ts';

/**
 * Every kind and stage of every country in each of its languages, alone and beside the usual other one: one page, nothing upon
 * anything else, nothing off the paper. Letters that no font has would keep it from being printed at all (PDF/A). Reading every
 * code takes ten minutes: that is done where MOHAR_EVERY_CODE is set, else of some pages of each.
 */
const everyCode = Boolean(process.env.MOHAR_EVERY_CODE);
const countries = join(import.meta.dirname, '../../../../countries');
const packs = readdirSync(countries).filter((name) => existsSync(join(countries, name, 'country.yaml')));
const press = openPress({ width: 1, maxWaiting: 10_000 });
afterAll(press.close);

/** As long as source systems send them, and in several scripts. */
function long(event: JsonObject): JsonObject {
  const { recipient, facility, vaccination, testDetails } = event as Record<string, JsonObject>;
  const place = {
    ...facility,
    name: 'Rajiv Gandhi Institute of Medical Sciences and Super Speciality Hospital, Outpatient Block C',
  };
  return {
    ...event,
    recipient: {
      ...recipient,
      name: 'Venkatanarasimharajuvaripeta Satyanarayana Subrahmanyam Chandrasekharendra रामकृष्णन محمد',
    },
    facility: place,
    ...(vaccination ? { vaccination: { ...vaccination, batch: 'BATCH-2021-07-12-LONG-00000012' } } : {}),
    ...(testDetails ? { testDetails: { ...testDetails, batch: 'BATCH-2021-07-12-LONG-00000012' } } : {}),
  };
}

const longOnes = ['vaccination-domestic-precaution', 'vaccination-international-final', 'test-positive'];

async function longSamples(pack: CountryPack): Promise<readonly Sample[]> {
  const examples = packExamples(pack.directories);
  const events = sampleEvents(pack, examples).filter(({ name }) => longOnes.includes(name));
  const longer = new Map([...examples, ...events.map(({ name, event }) => [name, long(event)] as const)]);
  const samples = await samplesOf(pack, longer);
  return samples
    .filter(({ name }) => longOnes.includes(name))
    .map((one) => ({ ...one, name: `${one.name}, long` }));
}

describe.each(packs)('%s', (name) => {
  const pack = packNamed(name);
  const design = readDesign(pack.directories);
  const samples = (async () => [
    ...(await samplesOf(pack, packExamples(pack.directories))),
    ...(await longSamples(pack)),
  ])();

  test('the country’s own rules accept its samples', async () => {
    expect((await samples).filter((sample) => 'refused' in sample)).toEqual([]);
  });

  test.each(languagesShown(pack).map((tags) => [tags.join(' + '), tags] as const))(
    '%s',
    async (_name, languages) => {
      const faults: unknown[] = [];
      for (const [n, sample] of (await samples).entries()) {
        const say = (what: string, found: unknown) => faults.push([sample.name, what, found]);
        const pdf = await printSample(sample, { design, languages }, press);
        const [pages, texts] = [await pagesOf(pdf), await textsOnPaper(pdf)];
        if (pages !== 1) say('pages', pages);
        const met = collisions(texts).map((pair) => pair.map(({ text }) => text));
        if (met.length > 0) say('upon each other', met);
        const off = texts.filter(
          ({ left, bottom, right, top }) => left < 5 || bottom < 5 || right > 1186 || top > 837,
        );
        if (off.length > 0) say('off the paper', off);
        if (!everyCode && (n + languages.length) % 7 !== 0) continue;
        const code = await codeOnPaper(pdf);
        const { text } = await attachedTo(pdf);
        const isRight = 'code' in sample ? code?.text === sample.code : isCredential(code?.bytes, text);
        if (!isRight) say('code', code?.text.slice(0, 40));
      }
      expect(faults).toEqual([]);
    },
  );
});

/** Whether a code's bytes are a credential, in any of the forms in which packs have it. */
function isCredential(bytes: Uint8Array | undefined, credential: string): boolean {
  return bytes !== undefined && unpackDivocPayload(bytes) === credential;
}
