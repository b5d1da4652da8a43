import type { DocumentSigner } from '@mohar/credential/formats/document-signer.ts';
import type { CodeContent } from '@mohar/credential/qr/code-content.ts';
import { codeVersion } from '@mohar/credential/qr/code-size.ts';
import { expect, test } from 'vitest';
import { budgetVersion, CodeTooLargeError, finishCode, planCode } from '../../src/exporting/code-budget.ts';
import type { BuiltDocument, DocumentFormat } from '../../src/exporting/document-format.ts';

const validity = { issuedAt: 0, expiresAt: 1 };
const signer: DocumentSigner = {
  algorithm: 'ES256',
  keyId: 'key',
  verificationMethod: 'did:example:key',
  certificateUntil: 1,
  sign: async () => new Uint8Array(64),
};
const rules = (levels: DocumentFormat['errorCorrection'], maxVersion?: number) => ({
  name: 'eu-dcc' as const,
  errorCorrection: levels,
  ...(maxVersion === undefined ? {} : { maxVersion }),
});
const codeOf = (text: string): CodeContent => ({ segments: [{ mode: 'alphanumeric', text }] });
/** The longest text within the budget at a level. */
function longest(level: 'low' | 'quartile'): number {
  let length = 1;
  while ((codeVersion(codeOf('A'.repeat(length + 1)), level) ?? 99) <= budgetVersion) length += 1;
  return length;
}
/** A document whose text is so long with the stand-in, and longer with a real signature. */
const documentOf = (planned: number): BuiltDocument => ({
  json: { nam: { fn: 'Somebody' }, ci: 'URN' },
  encode: async () => 'A'.repeat(planned),
  codeOf,
});

test('a real signature that packs worse takes a lower level, as long as there is one', async () => {
  const planned = longest('quartile');
  const document = documentOf(planned);
  const levels = rules(['quartile', 'medium', 'low']);
  const plan = await planCode(document, signer, validity, levels);
  expect(plan).toEqual({ errorCorrection: 'quartile', version: budgetVersion });
  expect(finishCode(document, 'A'.repeat(planned + 2), plan, levels)).toMatchObject({
    code: { errorCorrection: 'medium' },
    overBudget: [],
  });
});

test('and where there is none, the code is over its budget, and says so', async () => {
  const planned = longest('low');
  const document = documentOf(planned);
  const levels = rules(['quartile', 'medium', 'low']);
  const plan = await planCode(document, signer, validity, levels);
  expect(plan).toEqual({ errorCorrection: 'low', version: budgetVersion });
  const { code, overBudget } = finishCode(document, 'A'.repeat(planned + 2), plan, levels);
  expect(code.version).toBe(budgetVersion + 1);
  expect(overBudget.map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual([
    '/nam/fn qr-budget',
    '/ci qr-budget',
  ]);
});

test('a plan over the budget that the real signature makes good is within it', async () => {
  const planned = longest('low') + 2;
  const document = documentOf(planned);
  const levels = rules(['low']);
  const plan = await planCode(document, signer, validity, levels);
  expect(plan.version).toBe(budgetVersion + 1);
  expect(finishCode(document, 'A'.repeat(planned - 2), plan, levels).overBudget).toEqual([]);
});

test('a format that allows no larger code has none', async () => {
  const planned = longest('low');
  const document = documentOf(planned);
  const levels = rules(['low'], budgetVersion);
  const plan = await planCode(document, signer, validity, levels);
  expect(() => finishCode(document, 'A'.repeat(planned + 2), plan, levels)).toThrow(CodeTooLargeError);
  await expect(planCode(documentOf(planned + 2), signer, validity, levels)).rejects.toThrow(
    CodeTooLargeError,
  );
});
