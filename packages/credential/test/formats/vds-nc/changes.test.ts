import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildVdsNcTest } from '../../../src/formats/vds-nc/build-test.ts';
import { buildVdsNcVaccination } from '../../../src/formats/vds-nc/build-vaccination.ts';
import { encodeVdsNc } from '../../../src/formats/vds-nc/encode.ts';
import type { VdsNcContent } from '../../../src/formats/vds-nc/message.ts';
import { verifyVdsNc } from '../../../src/formats/vds-nc/verify.ts';
import { createAuthority } from '../../x509/certificate-authority.ts';
import { at, testOptions, testRecord, vaccinationRecord } from './sample-records.ts';
import { createSealSigner, sealEntry } from './signers.ts';

const authority = createAuthority();
const signer = createSealSigner(authority);
const setting = { trust: [sealEntry(authority.der)], at };

/** Every one-character change of a text, up to a place: taken out, doubled, exchanged with the next, replaced. */
function* changesOf(text: string, end: number): Generator<string> {
  const replacements = ['A', '"', ' ', '='];
  for (let n = 0; n < end; n += 1) {
    const [before, character, after] = [text.slice(0, n), text[n] as string, text.slice(n + 1)];
    yield before + after;
    yield before + character + character + after;
    yield before + after.slice(0, 1) + character + after.slice(1);
    // The lowest bit: a digit becomes its neighbour, a letter too.
    for (const other of [...replacements, String.fromCharCode(character.charCodeAt(0) ^ 1)]) {
      yield before + other + after;
    }
  }
}

/** Base64url may be padded or not. */
const withoutPadding = (text: string) => text.replaceAll(/={1,2}"/g, '"');

test('no change of one character is accepted', async () => {
  let changes = 0;
  const vaccination = await encodeVdsNc(buildVdsNcVaccination(vaccinationRecord()), signer);
  const tested = await encodeVdsNc(buildVdsNcTest(testRecord(), testOptions), signer);
  for (const [text, end] of [
    [vaccination, vaccination.length],
    // The certificate is the same.
    [tested, tested.indexOf('"cer"')],
  ] as const) {
    for (const changed of changesOf(text, end)) {
      if (withoutPadding(changed) === withoutPadding(text)) continue;
      changes += 1;
      const { verdict } = await verifyVdsNc(changed, setting);
      expect(verdict, changed).not.toBe('valid');
    }
  }
  console.info(`${changes} changes, none accepted`);
  expect(changes).toBeGreaterThan(8_000);
});

test('nothing that is given makes the verifier throw', async () => {
  const text = await encodeVdsNc(buildVdsNcVaccination(vaccinationRecord()), signer);
  const { data, sig } = JSON.parse(text);
  const anything = fc.jsonValue({ maxDepth: 4 });
  const given = fc.oneof(
    fc.string({ unit: 'binary' }),
    anything.map((value) => JSON.stringify(value)),
    fc.tuple(anything, anything).map(([one, other]) => JSON.stringify({ data: one, sig: other })),
    anything.map((value) => JSON.stringify({ data: value, sig })),
    fc
      .record({ alg: anything, cer: anything, sigvl: anything }, { requiredKeys: [] })
      .filter((some) => Object.keys(some).length > 0)
      .map((some) => JSON.stringify({ data, sig: { ...sig, ...some } })),
    fc
      .uint8Array({ maxLength: 600 })
      .map((bytes) =>
        JSON.stringify({ data, sig: { ...sig, cer: Buffer.from(bytes).toString('base64url') } }),
      ),
  );
  await fc.assert(
    fc.asyncProperty(given, async (code) => {
      const { verdict } = await verifyVdsNc(code, setting);
      expect(['unreadable', 'untrusted-issuer', 'tampered']).toContain(verdict);
    }),
    { numRuns: 1000 },
  );
});

test('whatever is signed is judged and summed up without a throw', async () => {
  const message = fc.jsonValue({ maxDepth: 5 });
  const header = fc.constantFrom('icao.vacc', 'icao.test', 'icao.other');
  await fc.assert(
    fc.asyncProperty(header, message, async (t, msg) => {
      fc.pre(!JSON.stringify(msg).includes('\\ud'));
      const content = { hdr: { t, v: 1, is: 'LKA' }, msg } as unknown as VdsNcContent;
      const { verdict } = await verifyVdsNc(await encodeVdsNc(content, signer), setting);
      expect(verdict).toBe('malformed');
    }),
    { numRuns: 500 },
  );
});
