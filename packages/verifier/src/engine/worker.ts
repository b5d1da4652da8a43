import './map-group-by.ts';
import type { Verification } from '@mohar/credential/verification/verdict.ts';
import { openKeptFiles } from '../trust-data/kept-files.ts';
import { fetchFrom } from '../trust-data/published-files.ts';
import { TrustData } from '../trust-data/trust-data.ts';
import type { TrustState } from '../trust-data/trust-state.ts';
import { readCodes } from './code-reader.ts';
import { FormatNotHereError, judge } from './judge.ts';
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
  return { found: 'code', verification: await judgeWithNewest(candidates) };
}

/** How long a person may be kept waiting for what is being fetched, in milliseconds. */
const patience = 2_000;

/** What is being fetched at this moment may know the issuer, or the revocation: then it is judged again. */
async function judgeWithNewest(candidates: readonly (string | Uint8Array)[]): Promise<Verification> {
  const data = await trustData();
  const found = await judge(candidates, data, Date.now());
  if (!mayChange(found) || !(await data.refreshed(patience))) return found;
  return judge(candidates, data, Date.now());
}

const mayChange = ({ verdict, status }: Verification) =>
  verdict === 'untrusted-issuer' || (verdict === 'valid' && status.state === 'not-checked');

async function answer(request: Request): Promise<Answers[keyof Answers]> {
  switch (request.kind) {
    case 'open':
      return open(request.base);
    case 'refresh':
      return (await trustData()).refresh(Date.now());
    case 'look':
      return look(request.picture, request.thorough);
    case 'judge':
      return judgeWithNewest([request.scanned]);
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
