import { bundledContexts } from '../credential/contexts/bundled.ts';
import { CodeNotLoadedError, UnknownContextError } from '../errors.ts';
import { isCompact } from '../formats/compact/prefix.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { load } from '../load.ts';
import { unpackDivocPayload } from '../qr/divoc-payload.ts';
import { issuerOf } from '../trust/trust-list.ts';
import { check } from './checks.ts';
import { documentReaderFor } from './document-readers.ts';
import { judgeContent } from './judge-content.ts';
import { judgeSignature } from './judge-signature.ts';
import { judgeStatus } from './judge-status.ts';
import type { VerificationSetting } from './setting.ts';
import { summarize } from './summarize.ts';
import { judgeDates } from './validity-dates.ts';
import type { Check, Verdict, Verification } from './verdict.ts';

/**
 * Verifies what a scanner read (text or bytes of a QR code) or a credential. Asks nobody: all that it needs is
 * handed in.
 *
 * @returns the verdict with every check named; for a bad certificate too. Never throws for what it is given.
 * @throws CodeNotLoadedError where a format's reader, or a key's curve, cannot be loaded (a browser without a network), with
 *   the loader's error as its cause: nothing is known of the certificate then.
 *
 * @example
 * ```ts
 * const { verdict, checks } = await verify(scannedText, { trust, at: Date.now() });
 * ```
 */
export async function verify(
  scanned: string | Uint8Array | JsonObject,
  setting: VerificationSetting,
): Promise<Verification> {
  const text = textIn(scanned);
  const document = text === undefined ? undefined : documentReaderFor(text);
  if (document && text !== undefined) return (await document)(text, setting);
  const credential = await readCredential(scanned, text);
  if (!credential) return answer('unreadable', [check('format.not-a-certificate')]);
  try {
    return await verifyCredential(credential, setting);
  } catch (error) {
    if (error instanceof CodeNotLoadedError) throw error;
    // An unknown context, or a document that no JSON-LD library can read.
    const code =
      error instanceof UnknownContextError ? 'format.unknown-context' : 'format.not-built-like-one';
    return answer('unreadable', [check(code)]);
  }
}

async function verifyCredential(received: JsonObject, setting: VerificationSetting): Promise<Verification> {
  const { trust, known = [], contexts = bundledContexts, at } = setting;
  const signature = await judgeSignature(received, { trust, known }, contexts);
  if (signature.outcome === 'unreadable') return answer('unreadable', signature.checks);
  const checks: Check[] = [check('format.read', { format: signature.format }), ...signature.checks];
  const found = { format: signature.format };
  if (signature.outcome !== 'holds') return answer(signature.outcome, checks, found);

  const { credential, signedBy, signedAt } = signature;
  const readable = {
    ...found,
    issuerName: signedBy.issuerName,
    credential,
    summary: summarize(credential),
  };
  const content = judgeContent(received, credential, signature.format);
  checks.push(...content.checks);
  if (content.verdict) return answer(content.verdict, checks, readable);
  const dates = judgeDates(credential, at);
  const standing = await judgeStatus(credential, issuerOf(signedBy), signedAt, setting.status ?? [], at);
  checks.push(dates.check, standing.check);
  const { status, revocation } = standing;
  if (revocation) return { ...answer('revoked', checks, readable), status, revocation };
  return { ...answer(dates.verdict ?? 'valid', checks, readable), status };
}

const answer = (
  verdict: Verdict,
  checks: readonly Check[],
  known: Pick<Verification, 'format' | 'issuerName' | 'credential' | 'summary'> = {},
): Verification => ({ verdict, status: { state: 'not-checked' }, checks, ...known });

/** What was scanned as text, without the line's end that people copy along; undefined where it is none. */
function textIn(scanned: string | Uint8Array | JsonObject): string | undefined {
  if (typeof scanned === 'string') return trimmed(scanned);
  if (!(scanned instanceof Uint8Array)) return undefined;
  try {
    return trimmed(new TextDecoder('utf-8', { fatal: true }).decode(scanned));
  } catch {
    return undefined;
  }
}

/**
 * Spaces at the end may belong to it: base45 has them. Counted from the end: a pattern would look at every line's end
 * within the text, again and again.
 */
function trimmed(text: string): string {
  const start = text.trimStart();
  let end = start.length;
  while (end > 0 && '\r\n\t'.includes(start.charAt(end - 1))) end -= 1;
  return start.slice(0, end);
}

/** @param text of what was scanned, where it is text. */
async function readCredential(
  scanned: string | Uint8Array | JsonObject,
  text: string | undefined,
): Promise<JsonObject | undefined> {
  if (isJsonObject(scanned) && !(scanned instanceof Uint8Array)) return scanned;
  const compact = text !== undefined && isCompact(text) ? text : undefined;
  // Outside of the `try`: where the reader cannot be loaded, that says nothing of the certificate.
  const reader = compact === undefined ? undefined : await load(() => import('../formats/compact/unpack.ts'));
  try {
    const json =
      reader && compact !== undefined
        ? reader.unpackCompact(compact)
        : unpackDivocPayload(scanned as string | Uint8Array);
    const parsed: unknown = JSON.parse(json);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
