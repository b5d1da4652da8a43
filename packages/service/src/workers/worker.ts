import { workerData } from 'piscina';
import { type Candidates, readAndSign } from '../issuing/candidates.ts';
import { type Issuer, issuerFrom } from '../issuing/issuer.ts';
import type { EventKind } from '../issuing/read-events.ts';
import type { ReceivedPart, SigningTask, WorkerSetting } from './tasks.ts';

/** What a thread of the pool can do; `render` is re-exported for the printer. */
export { default as render } from '@mohar/print/render.ts';

let issuer: Issuer | undefined;

/** Validates and signs parts of requests. */
export async function sign({ json }: SigningTask): Promise<Candidates[]> {
  issuer ??= ownIssuer();
  const parts = JSON.parse(json) as ReceivedPart[];
  const found: Candidates[] = [];
  for (const { kind, ...part } of parts) {
    found.push(compact(await readAndSign({ ...part, kind: kindOf(kind, issuer) }, issuer)));
  }
  return found;
}

function ownIssuer(): Issuer {
  const { issuer: recipe } = workerData as WorkerSetting;
  if (!recipe) throw new Error('These threads only print.');
  return issuerFrom(recipe);
}

/** A Buffer is a window on a larger piece of memory, all of which would be copied on the way. */
const compact = ({ good, rejected }: Candidates): Candidates => ({
  good: good.map((candidate) => ({
    ...candidate,
    content: exact(candidate.content),
    identity: {
      ...candidate.identity,
      eventKey: exact(candidate.identity.eventKey),
      contentDigest: exact(candidate.identity.contentDigest),
    },
  })),
  rejected,
});

const exact = (bytes: Buffer) => new Uint8Array(bytes) as Buffer;

function kindOf(kind: ReceivedPart['kind'], { pack }: Issuer): EventKind {
  if (typeof kind === 'string') return kind;
  const type = pack.entityTypes.get(kind.entityType);
  if (!type) throw new Error('The threads have another country pack than the service.');
  return type;
}
