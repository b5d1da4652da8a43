import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeHealthCard } from '../../../src/formats/smart-health-card/decode.ts';
import { verifyHealthCard } from '../../../src/formats/smart-health-card/verify.ts';
import { openCardRevocationList } from '../../../src/status/card-revocation-list.ts';
import { readCardKeySet } from '../../../src/trust/card-key-set.ts';
import type { VerificationSetting } from '../../../src/verification/setting.ts';
import { publicPem, signedText } from './sample-card.ts';

const root = join(import.meta.dirname, '../../../../../test-vectors');
const folder = join(root, 'smart-health-card');
const read = (...path: readonly string[]) => readFileSync(join(folder, ...path), 'utf8');
const json = (...path: readonly string[]) => JSON.parse(read(...path));

const iss = 'https://spec.smarthealth.cards/examples/issuer';
const trust = readCardKeySet(json('specification', 'issuer.jwks.json'), { iss, issuerName: 'Specification' });
/** The examples were signed on 20 November 2026. */
const at = Date.parse('2026-11-21T12:00:00Z');
const setting: VerificationSetting = { trust, at };

/** The verdict, and the codes of the checks that did not pass. */
async function fate(text: string, by: VerificationSetting = setting): Promise<string> {
  const { verdict, checks } = await verifyHealthCard(text, by);
  const codes = checks.filter(({ outcome }) => outcome !== 'passed').map(({ code }) => code);
  return [verdict, ...codes.filter((code) => code !== 'status.not-checked')].join(' ');
}

describe('the examples of the specification', () => {
  const examples = readdirSync(join(folder, 'specification')).filter((name) => /-[def]-/.test(name));
  const single = examples.filter((name) => !/^example-02-f/.test(name));

  test('are of every form', () => expect([examples.length, single.length]).toEqual([15 - 1, 11]));

  test.each(single)('%s is valid', async (name) => {
    const expected = name.startsWith('example-02') ? 'valid content.unknown-codes' : 'valid';
    expect(await fate(read('specification', name))).toBe(expected);
  });

  test.each(['00', '01', '02', '03'])('%s: each form holds the same payload', (number) => {
    const payload = json('specification', `example-${number}-c-jws-payload-minified.json`);
    const codes = examples.filter((name) => name.startsWith(`example-${number}-f`));
    const texts = codes.map((name) => read('specification', name).trim());
    // In any order, one of them scanned twice.
    expect(decodeHealthCard([...texts].reverse().concat(texts[0] ?? '')).payload).toEqual(payload);
    expect(decodeHealthCard(texts.join(' ')).payload).toEqual(payload);
    expect(decodeHealthCard(read('specification', `example-${number}-d-jws.txt`)).payload).toEqual(payload);
  });

  test('one code of three is no card, and the answer says what is missing', async () => {
    const { checks } = await verifyHealthCard(
      read('specification', 'example-02-f-qr-code-numeric-value-0.txt'),
      setting,
    );
    expect(checks[0]?.values).toEqual({ layer: 'QR (code 2 of 3 is missing)' });
  });

  test('the revoked one is revoked by a list with its id; not by one with a time 0.3 s before its signature', async () => {
    const [kid = ''] = trust.map(({ document }) => document.keyId);
    const list = json('crl', `shc-crl-${kid}.json`);
    const origin = { iss, kid, checkedAt: '2026-11-21T00:00:00Z', crlVersion: 1 };
    const text = read('specification', 'example-03-d-jws.txt');
    expect(await fate(text, { ...setting, status: [openCardRevocationList(list, origin)] })).toBe('valid');
    const rids = list.rids.map((rid: string) => rid.replace('.1795210549', ''));
    const status = [openCardRevocationList({ ...list, rids }, origin)];
    expect(await fate(text, { ...setting, status })).toBe('revoked status.revoked');
    expect(await fate(read('specification', 'example-00-d-jws.txt'), { ...setting, status })).toBe('valid');
  });
});

/**
 * What is said of each file of the validator's own tests at the layers of codes, files and JWS. The validator finds fault
 * with spaces at the ends, with a single code that says 1 of 1 and with CVX's temporary name: here they are read.
 */
const fates: Readonly<Record<string, string>> = {
  'd-jws-bad-fhir-metadata.txt': 'valid content.unknown-codes',
  'd-jws-der-signature-rs-neg.txt': 'tampered signature.damaged',
  'd-jws-der-signature-s-neg.txt': 'tampered signature.damaged',
  'd-jws-der-signature.txt': 'tampered signature.damaged',
  'd-jws-issuer-kid-mismatch.txt': 'untrusted-issuer issuer.untrusted',
  'd-jws-issuer-not-valid-with-smart-key.txt': 'untrusted-issuer issuer.other-country',
  'd-jws-jws_too_long.txt': 'malformed content.other-schema',
  'd-jws-no_jws_header_alg.txt': 'unreadable format.broken-layer',
  'd-jws-no_jws_header_kid.txt': 'unreadable format.broken-layer',
  'd-jws-no_jws_header_zip.txt': 'unreadable format.broken-layer',
  'd-jws-utf8_bom_prefix.txt': 'unreadable format.broken-layer',
  'd-jws-wrong_jws_header_kid.txt': 'untrusted-issuer issuer.untrusted',
  'e-file-bad_jwks.smart-health-card': 'untrusted-issuer issuer.other-country',
  'e-file-invalid_issuer_url.smart-health-card': 'untrusted-issuer issuer.other-country',
  'e-file-invalid_issuer_url_http.smart-health-card': 'malformed content.other-schema',
  'e-file-issuer_url_with_trailing_slash.smart-health-card': 'malformed content.other-schema',
  'e-file-multi-jws-issues.smart-health-card': 'unreadable format.broken-layer',
  'e-file-multi-jws.smart-health-card': 'valid',
  'e-file-no_deflate.smart-health-card': 'unreadable format.broken-layer',
  'e-file.wrong-extension': 'valid',
  'f-qr-code-numeric-value-0-index-out-of-range.txt': 'unreadable format.broken-layer',
  'f-qr-code-numeric-value-0-number-too-big.txt': 'unreadable format.broken-layer',
  'f-qr-code-numeric-value-0-trailing_chars.txt': 'valid',
  'f-qr-code-numeric-value-0-wrong-multi-chunk.txt': 'valid',
};

describe("the validator's own test data", () => {
  const chunk = /qr_chunk_too_(small|big)/;
  const files = readdirSync(join(folder, 'dev-tools')).filter(
    (name) => /-0\d-[def]-/.test(name) && !chunk.test(name),
  );

  test('is all named here', () =>
    expect(files.map((name) => name.slice('test-example-00-'.length)).sort()).toEqual(
      Object.keys(fates).sort(),
    ));

  test.each(Object.entries(fates))('%s: %s', async (name, expected) => {
    expect(await fate(read('dev-tools', `test-example-00-${name}`))).toBe(expected);
  });

  test('a key of somebody else is named, where it is trusted', async () => {
    const other = 'https://other.example';
    const keys = json('dev-tools', 'issuer.jwks.public.not.smart.json');
    const text = read('dev-tools', 'test-example-00-d-jws-issuer-kid-mismatch.txt');
    const others = readCardKeySet(keys, { iss: other, issuerName: 'Another' });
    expect(await fate(text, { trust: others, at })).toBe('untrusted-issuer issuer.other-country');
    expect(await fate(text, { trust: [], known: others, at })).toBe(
      'untrusted-issuer issuer.known-not-trusted',
    );
  });

  test('codes of a card that one would have held, or that are larger than they should be, are read where all are there', async () => {
    const names = readdirSync(join(folder, 'dev-tools'));
    const big = names
      .filter((name) => name.includes('qr_chunk_too_big'))
      .map((name) => read('dev-tools', name));
    expect(await fate(big.join('\n'))).toMatch(/^valid/);
    const small = names.filter((name) => name.includes('qr_chunk_too_small.txt'));
    const texts = small.map((name) => read('dev-tools', name).trim());
    expect(await fate(texts.join('\n'))).toBe('unreadable format.broken-layer');
  });
});

/**
 * What is said of the validator's payloads and bundles, signed for here. It warns of types that are missing, superfluous or
 * unknown, of an end in milliseconds, of ids, narratives and `meta`: profiles, which are not judged here.
 */
const payloadFates: Readonly<Record<string, string>> = {
  '00-b-jws-payload-expanded-exp_milliseconds.json': 'valid',
  '00-b-jws-payload-expanded-missing-coding.json': 'malformed content.other-schema',
  '00-b-jws-payload-expanded-missing-covid-vc-type.json': 'valid',
  '00-b-jws-payload-expanded-missing-imm-vc-type.json': 'valid',
  '00-b-jws-payload-expanded-nbf_milliseconds.json': 'not-yet-valid dates.not-yet',
  '00-b-jws-payload-expanded-nbf_not_yet_valid.json': 'not-yet-valid dates.not-yet',
  '00-b-jws-payload-expanded-optional-vc-type.json': 'valid',
  '00-b-jws-payload-expanded-trailing_chars.json': 'valid',
  '00-b-jws-payload-expanded-unknown-vc-types.json': 'valid',
  'covid-lab-jwspayload-missing-lab-vc-type.json': 'valid',
  '00-a-fhirBundle-bad_meta_extra_key.json': 'valid content.unknown-codes',
  '00-a-fhirBundle-bad_meta_non_security.json': 'valid content.unknown-codes',
  '00-a-fhirBundle-bad_meta_wrong_security.json': 'valid content.unknown-codes',
  '00-a-fhirBundle-occurrence-issues.json': 'malformed content.other-schema',
  '00-a-fhirBundle-profile-usa.json': 'malformed content.other-schema',
  '00-a-fhirBundle-status-not-completed.json': 'malformed content.other-schema',
  '00-a-non-dm-properties.json': 'valid',
  '00-a-short-refs.json': 'malformed content.other-schema',
};

describe("the validator's payloads and bundles", () => {
  const files = readdirSync(join(folder, 'dev-tools')).filter((name) => /-[ab]-|jwspayload/.test(name));

  test('are all named here', () =>
    expect(files.map((name) => name.slice('test-example-'.length)).sort()).toEqual(
      Object.keys(payloadFates).sort(),
    ));

  test.each(Object.entries(payloadFates))('%s: %s', async (name, expected) => {
    const text = read('dev-tools', `test-example-${name}`);
    const payload = name.startsWith('00-a')
      ? JSON.stringify({
          iss,
          nbf: 1_622_576_398.924,
          vc: {
            type: ['https://smarthealth.cards#health-card'],
            credentialSubject: { fhirVersion: '4.0.1', fhirBundle: JSON.parse(text) },
          },
        })
      : text;
    const bare = [{ issuerName: 'Here', publicKey: publicPem }];
    expect(await fate(await signedText(payload), { trust: bare, at })).toBe(expected);
  });
});

describe("WHO's samples", () => {
  const contents = (name: string) =>
    readFileSync(join(root, 'gdhcn-validator', `${name}Contents.txt`), 'utf8');

  test('SHCQR1 is the specification’s issuer’s, SHCTestResults a stranger’s', async () => {
    expect(await fate(contents('SHCQR1'))).toBe('valid');
    expect(await fate(contents('SHCTestResults'))).toBe('untrusted-issuer issuer.untrusted');
  });
});
