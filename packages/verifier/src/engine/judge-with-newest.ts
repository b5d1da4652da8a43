import type { Verification } from '@mohar/credential/verification/verdict.ts';
import { type RefreshStage, refreshStages, type TrustData } from '../trust-data/trust-data.ts';
import { judge } from './judge.ts';

/** How long a person may be kept waiting for what is being fetched, in milliseconds. */
const patience = 2_000;

/**
 * Judges what was read. What is being fetched at this moment may know the issuer, or the revocation: that is waited for, for
 * a short while, and only for what can change the verdict; then it is judged again.
 *
 * @param candidates bytes and texts of the codes in a picture, at least one.
 * @throws CodeNotLoadedError, as {@link judge}.
 */
export async function judgeWithNewest(
  candidates: readonly (string | Uint8Array)[],
  data: Pick<TrustData, 'trust' | 'status' | 'revision' | 'refreshed'>,
  clock: () => number,
): Promise<Verification> {
  const until = clock() + patience;
  let judged = data.revision;
  let found = await judge(candidates, data, clock());
  for (const stage of refreshStages) {
    if (!mayChange(found, stage)) continue;
    await data.refreshed(stage, Math.max(0, until - clock()));
    if (data.revision === judged) continue;
    judged = data.revision;
    found = await judge(candidates, data, clock());
  }
  return found;
}

/** Whether a stage of a refresh may say something else of it. */
function mayChange({ verdict, status, format }: Verification, stage: RefreshStage): boolean {
  const isUnknown = verdict === 'untrusted-issuer';
  const isUnchecked = verdict === 'valid' && status.state === 'not-checked';
  switch (stage) {
    case 'own':
      return isUnknown || isUnchecked;
    case 'signers':
      return isUnknown && format !== undefined && documents.includes(format);
    case 'card-lists':
      return isUnchecked && format === 'shc';
  }
}

/** Formats whose signers are in the second list. */
const documents: readonly Verification['format'][] = ['eu-dcc', 'shc', 'who-ddcc', 'icvp', 'vds-nc'];
