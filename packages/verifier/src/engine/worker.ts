import './map-group-by.ts';
import { openKeptFiles } from '../trust-data/kept-files.ts';
import { fetchFrom } from '../trust-data/published-files.ts';
import { TrustData } from '../trust-data/trust-data.ts';
import type { TrustState } from '../trust-data/trust-state.ts';
import { readCodes } from './code-reader.ts';
import { failureOf } from './failure-of.ts';
import { judgeWithNewest } from './judge-with-newest.ts';
import type { Answers, Envelope, Reply, Request, Sighting } from './protocol.ts';

/** URL of the folder that the app is served from. */
let base: string | undefined;
let opened: Promise<TrustData> | undefined;

function trustData(): Promise<TrustData> {
  if (base === undefined) throw new Error('Not opened yet.');
  const from = base;
  opened ??= openKeptFiles(from)
    .then((kept) => TrustData.open(kept, fetchFrom(from)))
    .catch((error: unknown) => {
      // The next time it may succeed.
      opened = undefined;
      throw error;
    });
  return opened;
}

async function open(from: string): Promise<TrustState> {
  base ??= from;
  return (await trustData()).state();
}

async function look(picture: ImageBitmap | ImageData, thorough: boolean): Promise<Sighting> {
  const { codes, unclear } = await readCodes(picture, thorough);
  if (codes.length === 0) return { found: unclear ? 'unclear' : 'nothing' };
  const candidates = codes.flatMap(({ bytes, text }) => [bytes, text]);
  return { found: 'code', verification: await judgeWithNewest(candidates, await trustData(), Date.now) };
}

async function answer(request: Request): Promise<Answers[keyof Answers]> {
  switch (request.kind) {
    case 'open':
      return open(request.base);
    case 'refresh':
      return (await trustData()).refresh(Date.now());
    case 'look':
      return look(request.picture, request.thorough);
    case 'judge':
      return judgeWithNewest([request.scanned], await trustData(), Date.now);
  }
}

addEventListener('message', async ({ data: { id, request } }: MessageEvent<Envelope>) => {
  const reply: Reply = await answer(request).then(
    (found) => ({ id, answer: found }),
    // Only its kind: messages of libraries may quote what was read.
    (error: unknown) => ({
      id,
      failure: failureOf(error),
      name: error instanceof Error ? error.name : 'Error',
    }),
  );
  postMessage(reply);
});
