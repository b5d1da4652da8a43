import { bundledContexts, type ContextMap } from '../credential/contexts/bundled.ts';
import { CredentialError } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { unpackDivocPayload } from '../qr/divoc-payload.ts';
import type { TrustList } from '../trust/trust-list.ts';
import { judgeContent } from './judge-content.ts';
import { judgeSignature } from './judge-signature.ts';
import { judgeDates } from './validity-dates.ts';
import type { Check, Verdict, Verification } from './verdict.ts';

export interface VerificationSetting {
  /** Whose signatures count. */
  readonly trust: TrustList;
  /** Time of checking, milliseconds since 1970. */
  readonly at: number;
  /** Contexts to read with, where more than the bundled ones are wanted. */
  readonly contexts?: ContextMap;
}

/**
 * Verifies what a scanner read (text or bytes of a QR code) or a credential. Asks nobody: all that it needs is
 * handed in.
 *
 * @returns the verdict with every check named; for a bad certificate too. Never throws for what it is given.
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
  const credential = readCredential(scanned);
  if (!credential) return answer('unreadable', [format('failed', 'This is not a health certificate.')]);
  try {
    return await verifyCredential(credential, setting);
  } catch (error) {
    // An unknown context, or a document that no JSON-LD library can read.
    const detail = error instanceof CredentialError ? error.message : 'The certificate cannot be read.';
    return answer('unreadable', [format('failed', detail)]);
  }
}

async function verifyCredential(received: JsonObject, setting: VerificationSetting): Promise<Verification> {
  const signature = await judgeSignature(received, setting.trust, setting.contexts ?? bundledContexts);
  if (signature.outcome === 'unreadable') return answer('unreadable', [format('failed', signature.detail)]);
  const checks: Check[] = [format('passed', `Read as ${signature.format}.`), ...signature.checks];
  const found = { format: signature.format };
  if (signature.outcome !== 'holds') return answer(signature.outcome, checks, found);

  const { credential, issuerName } = signature;
  const known = { ...found, issuerName, credential };
  const content = judgeContent(received, credential, signature.format);
  checks.push(...content.checks);
  if (content.verdict) return answer(content.verdict, checks, known);
  const dates = judgeDates(credential, setting.at);
  checks.push(dates.check);
  checks.push({ name: 'status', outcome: 'skipped', detail: 'Revocation was not checked.' });
  return answer(dates.verdict ?? 'valid', checks, known);
}

const format = (outcome: 'passed' | 'failed', detail: string): Check => ({ name: 'format', outcome, detail });

const answer = (
  verdict: Verdict,
  checks: readonly Check[],
  known: Pick<Verification, 'format' | 'issuerName' | 'credential'> = {},
): Verification => ({ verdict, status: { state: 'not-checked' }, checks, ...known });

function readCredential(scanned: string | Uint8Array | JsonObject): JsonObject | undefined {
  if (isJsonObject(scanned) && !(scanned instanceof Uint8Array)) return scanned;
  try {
    const parsed: unknown = JSON.parse(unpackDivocPayload(scanned as string | Uint8Array));
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
