import { existsSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { openStatusList } from '@mohar/credential/status/bitstring-status-list.ts';
import {
  openStatusFilter,
  statusDeltaType,
  statusFilterType,
} from '@mohar/credential/status/published-filter.ts';
import {
  openRevocationList,
  readRevocationList,
  revocationListType,
} from '@mohar/credential/status/revocation-list.ts';
import type { StatusSource } from '@mohar/credential/status/status-source.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import { CommandError } from '../command-error.ts';
import { readInput } from '../read-input.ts';

/**
 * Opens status files: filters (each with a delta, where one is given), W3C status lists, and heads of revocation lists
 * whose parts lie beside them.
 *
 * @throws CommandError where one is none of these, or not signed by one of the keys.
 */
export async function openStatusFiles(paths: readonly string[], trust: TrustList): Promise<StatusSource[]> {
  const files = paths.map((path) => ({ path, bytes: readInput(path) }));
  const kinds = files.map(({ path, bytes }) => kindOf(path, bytes));
  const delta = files[kinds.indexOf(statusDeltaType)]?.bytes;
  const sources: StatusSource[] = [];
  for (const [n, { path, bytes }] of files.entries()) {
    try {
      if (kinds[n] === statusFilterType) sources.push(await openStatusFilter(bytes, delta, trust));
      if (kinds[n] === revocationListType) sources.push(await openList(path, bytes.toString(), trust));
      if (kinds[n] === 'json') sources.push(await openStatusList(JSON.parse(bytes.toString()), trust));
    } catch (error) {
      throw new CommandError(`${path}: ${(error as Error).message}`);
    }
  }
  return sources;
}

async function openList(path: string, jws: string, trust: TrustList): Promise<StatusSource> {
  const head = await readRevocationList(jws, trust);
  const folder = resolve(dirname(path));
  return openRevocationList(
    head,
    head.parts.map(({ href }) => {
      const part = resolve(join(folder, href));
      if (!part.startsWith(folder + sep) || !existsSync(part))
        throw new CommandError(`its part ${href} is not beside it.`);
      return readInput(part);
    }),
  );
}

function kindOf(path: string, bytes: Buffer): string {
  if (bytes[0] === 0x7b) return 'json';
  const head = bytes.subarray(0, Math.max(0, bytes.indexOf('.'))).toString('latin1');
  try {
    const { typ } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { typ?: string };
    if (typ === statusFilterType || typ === statusDeltaType || typ === revocationListType) return typ;
  } catch {
    // Said below.
  }
  throw new CommandError(
    `${path} is no status file: a filter, a delta, a revocation list, or a W3C status list.`,
  );
}
