import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { knownIssuers } from '@mohar/credential/trust/known-issuers.ts';
import type { VerificationSetting } from '@mohar/credential/verification/setting.ts';
import type { Verification } from '@mohar/credential/verification/verdict.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { CommandError } from '../command-error.ts';
import { readInput } from '../read-input.ts';
import type { GivenKeys } from './given-keys.ts';

/** A line: what was scanned, whom to trust, and when. */
interface BatchLine {
  readonly id: unknown;
  readonly scanned: string | Uint8Array;
  /** This line's own keys, as texts. */
  readonly trust?: readonly string[];
  readonly at?: number;
}

/** What a line is answered with. */
type BatchAnswer =
  | (Pick<Verification, 'verdict' | 'checks'> & {
      readonly id: unknown;
      readonly status: 'checked' | 'not-checked';
      readonly format: string | null;
    })
  | { readonly id: unknown; readonly error: string };

/**
 * Verifies a file of scans, one JSON object a line, and writes an answer a line, in their order.
 *
 * Keys come without names, so a certificate that none of a line's keys signed may be a stranger's or a changed one: one
 * that a key of another line signed, or a key of this installation or of a known issuer, is a stranger's.
 *
 * A line that cannot be read, or whose verification fails, is answered with its error, and the next one is read.
 *
 * @returns whether every line could be answered.
 */
export async function verifyBatch(
  path: string,
  setting: Omit<VerificationSetting, 'known'>,
  given: GivenKeys,
  write: (line: string) => Promise<void>,
): Promise<boolean> {
  const lines = linesOf(path);
  for await (const line of lines()) {
    if (line.includes('"trust"')) for (const text of readLine(line).trust ?? []) given.read(text);
  }
  const known = [...given.all, ...setting.trust, ...knownIssuers];
  let complete = true;
  for await (const line of lines()) {
    const answer = await answerOf(line, { ...setting, known }, given);
    if ('error' in answer) complete = false;
    await write(`${JSON.stringify(answer)}\n`);
  }
  return complete;
}

async function answerOf(text: string, setting: VerificationSetting, given: GivenKeys): Promise<BatchAnswer> {
  const line = readLine(text);
  if ('error' in line) return { id: line.id, error: line.error };
  const { id, scanned, trust, at = setting.at } = line;
  try {
    const keys = trust?.flatMap((key) => given.read(key));
    const { verdict, status, format, checks } = await verify(scanned, {
      ...setting,
      at,
      ...(keys ? { trust: keys } : {}),
    });
    return { id, verdict, status: status.state, format: format ?? null, checks };
  } catch (error) {
    // The lines after it are somebody else's. Its message may tell what was scanned.
    return { id, error: `The line could not be verified (${(error as Error).name}).` };
  }
}

function readLine(
  text: string,
): (BatchLine & { error?: never }) | { id: unknown; trust?: never; error: string } {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text);
  } catch {
    return { id: null, error: 'The line is not JSON.' };
  }
  const { id = null, qr, bytes, trust, at } = value ?? {};
  const scanned =
    typeof qr === 'string' ? qr : typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : undefined;
  if (scanned === undefined) return { id, error: 'The line has neither "qr" (text) nor "bytes" (base64).' };
  if (trust !== undefined && !(Array.isArray(trust) && trust.every((key) => typeof key === 'string')))
    return { id, error: '"trust" must be an array of keys or certificates, each a PEM text or base64 DER.' };
  const time = at === undefined || at === null ? undefined : Date.parse(String(at));
  if (Number.isNaN(time)) return { id, error: '"at" must be an RFC 3339 time.' };
  return { id, scanned, ...(trust ? { trust } : {}), ...(time === undefined ? {} : { at: time }) };
}

/** The lines of a file, as often as they are asked for; standard input is kept in memory. */
function linesOf(path: string): () => AsyncIterable<string> {
  const kept = path === '-' ? readInput('/dev/stdin').toString('utf8').split('\n') : undefined;
  return async function* () {
    if (kept) {
      yield* kept.filter((line) => line.trim() !== '');
      return;
    }
    const input = createReadStream(path);
    await new Promise((resolve, reject) => {
      input.once('open', resolve).once('error', ({ code }: NodeJS.ErrnoException) => {
        reject(new CommandError(`${path} cannot be read (${code}).`));
      });
    });
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() !== '') yield line;
    }
  };
}
