import { workerData } from 'piscina';
import { type Candidates, readAndSign } from '../issuing/candidates.ts';
import { type Issuer, type IssuerRecipe, issuerFrom } from '../issuing/issuer.ts';
import type { EventKind } from '../issuing/read-events.ts';
import type { ReceivedPart, SigningTask } from './tasks.ts';

let issuer: Issuer | undefined;

/** What a thread of the pool does: validates and signs parts of requests. */
export default async function sign({ json }: SigningTask): Promise<Candidates[]> {
  issuer ??= issuerFrom(workerData as IssuerRecipe);
  const parts = JSON.parse(json) as ReceivedPart[];
  const found: Candidates[] = [];
  for (const { kind, ...part } of parts) {
    found.push(compact(await readAndSign({ ...part, kind: kindOf(kind, issuer) }, issuer)));
  }
  return found;
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
