import type { Verdict, Verification } from '@mohar/credential/verification/verdict.ts';
import { expect, it } from 'vitest';
import { EngineError } from '../src/engine/engine.ts';
import { type Finding, firstCertificate } from '../src/upload/first-certificate.ts';

const found =
  (verdict: Verdict): Finding =>
  async () =>
    ({ verdict, status: { state: 'not-checked' }, checks: [] }) satisfies Verification;
const nothing: Finding = async () => undefined;
const fails =
  (failure: 'not-here-yet' | 'broken'): Finding =>
  async () => {
    throw new EngineError(failure, 'Error');
  };

async function* inTurn(findings: readonly Finding[]) {
  yield* findings;
}

it.each<[string, Finding[], string | undefined]>([
  ['nothing', [nothing], undefined],
  [
    'a code that leads elsewhere, before the certificate’s',
    [found('unreadable'), found('expired')],
    'expired',
  ],
  ['only a code that leads elsewhere', [nothing, found('unreadable')], 'unreadable'],
  [
    'a code that cannot be judged here, before one that can',
    [fails('not-here-yet'), found('valid')],
    'valid',
  ],
  ['a code that cannot be judged here, behind one that can', [found('valid'), fails('broken')], 'valid'],
])('a file with %s', async (_, findings, verdict) => {
  expect((await firstCertificate(inTurn(findings)))?.verdict).toBe(verdict);
});

it.each<[string, Finding[], string]>([
  ['cannot be judged here', [fails('not-here-yet'), found('unreadable'), nothing], 'not-here-yet'],
  ['fails otherwise', [fails('broken'), found('valid')], 'broken'],
])('says so where a code %s', async (_, findings, failure) => {
  await expect(firstCertificate(inTurn(findings))).rejects.toMatchObject({ failure });
});
