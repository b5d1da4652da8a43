import { expect } from 'vitest';
import { canonicalJson } from '../../../../src/canonical-json.ts';
import type { JsonValue } from '../../../../src/json.ts';
import type { StatusQuery, StatusSource } from '../../../../src/status/status-source.ts';
import { issuerOf } from '../../../../src/trust/trust-list.ts';
import type { Verdict, Verification } from '../../../../src/verification/verdict.ts';
import { verify } from '../../../../src/verification/verify.ts';
import type { Tally } from '../judge-changes.ts';
import { whatIsShown } from '../what-is-shown.ts';
import type { DocumentChange, SignedDocument } from './document-change.ts';

export const sameContent = 'same content';

/** After every end, and before every beginning. */
const otherTimes = [Date.parse('2045-01-01T00:00:00Z'), Date.parse('1999-01-01T00:00:00Z')];

/**
 * Verifies changes of a genuine document. Each must be refused; or be valid with the very content, summary, format,
 * issuer and status query of the genuine one, and end and begin when that does: then the change was in what nobody
 * signs. So neither what it says can be changed, nor an end put off, nor a revocation dodged.
 *
 * @param tallies count every change that differs from the document itself.
 */
export async function judgeDocumentChanges(
  document: SignedDocument,
  changes: Iterable<DocumentChange>,
  ...tallies: readonly Pick<Tally, 'add'>[]
): Promise<void> {
  const genuine = await judged(document, document.text);
  expect(genuine.verdict).toBe('valid');
  const verdicts = await verdictsAtOtherTimes(document, document.text);
  for (const { kind, scanned } of changes) {
    if (scanned === document.text) continue;
    const { verdict, shown } = await judged(document, scanned);
    const isValid = verdict === 'valid';
    const isSame =
      shown === genuine.shown &&
      (!isValid || String(await verdictsAtOtherTimes(document, scanned)) === String(verdicts));
    if (isValid && !isSame) {
      expect.fail(
        `${document.name}, ${kind}, is altered and valid: ${JSON.stringify({ scanned, shown, genuine })}`,
      );
    }
    for (const tally of tallies) tally.add(kind, isValid ? sameContent : verdict);
  }
}

/** The verdict, and all that a person or a program is told of a document, but for the checks. */
async function judged(
  { trust, at }: SignedDocument,
  scanned: string | Uint8Array,
): Promise<{ verdict: Verdict; shown: string | undefined }> {
  const queries: StatusQuery[] = [];
  const status = [...new Set(trust.map(issuerOf))].map(
    (issuer): StatusSource => ({
      issuer,
      checkedAt: new Date(at).toISOString(),
      lookUp: (query) => {
        queries.push(query);
        return { state: 'unknown' };
      },
    }),
  );
  const verification = await verify(scanned, { trust, at, status });
  const { verdict } = verification;
  return { verdict, shown: verdict === 'valid' ? shownOf(verification, queries) : undefined };
}

const shownOf = (
  { format, issuerName, content, credential, summary }: Verification,
  queries: readonly StatusQuery[],
): string =>
  canonicalJson({
    format: format ?? null,
    issuerName: issuerName ?? null,
    content: content ?? null,
    credential: credential ? whatIsShown(credential) : null,
    summary: { ...summary } as unknown as JsonValue,
    queries: queries as unknown as JsonValue,
  });

async function verdictsAtOtherTimes(
  { trust }: SignedDocument,
  scanned: string | Uint8Array,
): Promise<Verdict[]> {
  const verifications = await Promise.all(otherTimes.map((at) => verify(scanned, { trust, at })));
  return verifications.map(({ verdict }) => verdict);
}
