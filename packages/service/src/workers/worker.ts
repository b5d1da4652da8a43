import { workerData } from 'piscina';
import { type Candidates, readAndSign } from '../issuing/candidates.ts';
import { type Issuer, issuerFrom } from '../issuing/issuer.ts';
import type { SigningTask, WorkerSetting } from './tasks.ts';

/** What a thread of the pool can do; `render` is re-exported for the printer. */
export { default as render } from '@mohar/print/render.ts';

let issuer: Issuer | undefined;

/** Validates and signs a batch. */
export async function sign({ kind, ...batch }: SigningTask): Promise<Candidates> {
  issuer ??= issuerFrom((workerData as WorkerSetting).issuer);
  const entityType = issuer.pack.entityTypes.get(kind);
  return readAndSign({ ...batch, kind: entityType ?? (kind as 'domestic') }, issuer);
}
