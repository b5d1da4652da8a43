import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A case of the EU's test data. */
export interface TestCase {
  readonly file: string;
  readonly PREFIX: string;
  readonly TESTCTX: { readonly CERTIFICATE: string; readonly VALIDATIONCLOCK: string };
  readonly EXPECTEDRESULTS: Readonly<Record<string, boolean>>;
}

const vectors = join(import.meta.dirname, '../../../../../test-vectors/eu-dcc');

export const testCases: readonly TestCase[] = gunzipSync(readFileSync(join(vectors, 'dgc-testdata.jsonl.gz')))
  .toString()
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

/** Names of the layers that must be found wrong. */
export const failuresOf = ({ EXPECTEDRESULTS }: TestCase): string[] =>
  Object.keys(EXPECTEDRESULTS)
    .filter((name) => EXPECTEDRESULTS[name] === false)
    .map((name) => name.replace('EXPECTED', ''));

/** Cases that state no failure, or one that the text does not show, and are not what they state. */
export const otherwise: Readonly<Record<string, { readonly verdict: string; readonly why: string }>> = {
  'common/2DCode/raw/Q1.json': {
    verdict: 'valid',
    why: 'the picture of the code is broken; the text beside it is whole',
  },
  'LI/2DCode/raw/4.json': {
    verdict: 'malformed',
    why: 'a test, signed by a key whose certificate is for vaccinations; the case says nothing of key usage',
  },
  'LU/2DCode/raw/INCERT_R_DCC_Recovery.json': {
    verdict: 'not-yet-valid',
    why: 'issued six days after the time of checking; the case says nothing of dates',
  },
  'SG/2DCode/raw/4.json': {
    verdict: 'not-yet-valid',
    why: 'issued a week after the time of checking; the case says nothing of dates',
  },
};

/** The verdicts that find a layer wrong. */
export const verdictsOf: Readonly<Record<string, readonly string[]>> = {
  UNPREFIX: ['unreadable'],
  B45DECODE: ['unreadable'],
  COMPRESSION: ['unreadable'],
  DECODE: ['unreadable'],
  VERIFY: ['untrusted-issuer', 'tampered'],
  SCHEMAVALIDATION: ['malformed'],
  KEYUSAGE: ['malformed'],
  EXPIRATIONCHECK: ['expired', 'not-yet-valid'],
};
