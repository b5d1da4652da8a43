import './map-group-by.ts';
import { openKeptFiles } from '../trust-data/kept-files.ts';
import { fetchFrom } from '../trust-data/published-files.ts';
import { TrustData } from '../trust-data/trust-data.ts';
import type { TrustState } from '../trust-data/trust-state.ts';
import { readCodes } from './code-reader.ts';
import { FormatNotHereError } from './judge.ts';
import { judgeWithNewest } from './judge-with-newest.ts';
import type { Answers, Envelope, Reply, Request, Sighting } from './protocol.ts';

let opened: Promise<TrustData> | undefined;

const trustData = (): Promise<TrustData> => {
  if (!opened) throw new Error('Not opened yet.');
  return opened;
};

async function open(base: string): Promise<TrustState> {
  opened ??= openKeptFiles(base).then((kept) => TrustData.open(kept, fetchFrom(base)));
  return (await opened).state();
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
      failure: error instanceof FormatNotHereError ? 'not-here-yet' : 'broken',
      name: error instanceof Error ? error.name : 'Error',
    }),
  );
  postMessage(reply);
});
