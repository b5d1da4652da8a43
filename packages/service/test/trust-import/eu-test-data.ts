import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A case of the EU's test data. */
export interface EuCase {
  /** Such as `AT/2DCode/raw/1.json`. */
  readonly file: string;
  /** The text of its code. */
  readonly PREFIX?: string;
  readonly TESTCTX: { readonly CERTIFICATE?: string; readonly VALIDATIONCLOCK?: string };
}

const path = new URL('../../../../test-vectors/eu-dcc/dgc-testdata.jsonl.gz', import.meta.url);

export const euCases: readonly EuCase[] = gunzipSync(readFileSync(path))
  .toString()
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

/** The signers of cases of a country's own folder, each once. */
export const euSigners: readonly { readonly country: string; readonly base64: string }[] = [
  ...new Map(
    euCases.flatMap(({ file, TESTCTX: { CERTIFICATE: base64 } }) =>
      base64 !== undefined && /^[A-Z]{2}\//.test(file) ? [[base64, file.slice(0, 2)] as const] : [],
    ),
  ),
].map(([base64, country]) => ({ country, base64 }));
