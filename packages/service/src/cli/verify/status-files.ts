import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { isJsonObject, type JsonObject } from '@mohar/credential/json.ts';
import { openStatusList } from '@mohar/credential/status/bitstring-status-list.ts';
import { openCardRevocationList } from '@mohar/credential/status/card-revocation-list.ts';
import {
  cardRevocationsType,
  openCardList,
  readCardRevocations,
} from '@mohar/credential/status/published-card-revocations.ts';
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
 * Opens status files: filters (each with a delta, where one is given), W3C status lists, heads of revocation lists and of
 * card revocations whose parts lie beside them, and card revocation lists as their issuers publish them.
 *
 * @param iss whose card revocation lists they are; without it, that of the trusted key that has the list's `kid`.
 * @throws CommandError where one is none of these, or not signed by one of the keys.
 */
export async function openStatusFiles(
  paths: readonly string[],
  trust: TrustList,
  iss?: string,
): Promise<StatusSource[]> {
  const files = paths.map((path) => ({ path, bytes: readInput(path) }));
  const kinds = files.map(({ path, bytes }) => kindOf(path, bytes));
  const delta = files[kinds.indexOf(statusDeltaType)]?.bytes;
  const sources: StatusSource[] = [];
  for (const [n, { path, bytes }] of files.entries()) {
    try {
      if (kinds[n] === statusFilterType) sources.push(await openStatusFilter(bytes, delta, trust));
      if (kinds[n] === revocationListType) sources.push(await openList(path, bytes.toString(), trust));
      if (kinds[n] === cardRevocationsType)
        sources.push(...(await openCardRevocations(path, bytes.toString(), trust)));
      if (kinds[n] === 'json') {
        const list: unknown = JSON.parse(bytes.toString());
        if (isJsonObject(list) && 'rids' in list) sources.push(...openCardLists(path, list, trust, iss));
        else sources.push(await openStatusList(list as JsonObject, trust));
      }
    } catch (error) {
      throw new CommandError(`${path}: ${(error as Error).message}`);
    }
  }
  return sources;
}

async function openList(path: string, jws: string, trust: TrustList): Promise<StatusSource> {
  const head = await readRevocationList(jws, trust);
  return openRevocationList(
    head,
    head.parts.map(({ href }) => readBeside(path, href)),
  );
}

async function openCardRevocations(path: string, jws: string, trust: TrustList): Promise<StatusSource[]> {
  const { lists } = await readCardRevocations(jws, trust);
  return lists.map((list) => openCardList(list, readBeside(path, `card-revocations/${list.sha256}`)));
}

function readBeside(path: string, href: string): Buffer {
  const folder = resolve(dirname(path));
  const part = resolve(join(folder, href));
  if (!part.startsWith(folder + sep) || !existsSync(part))
    throw new CommandError(`its part ${href} is not beside it.`);
  return readInput(part);
}

/** It does not say when it was true: as of when its file was written. */
function openCardLists(
  path: string,
  list: JsonObject,
  trust: TrustList,
  iss: string | undefined,
): StatusSource[] {
  const issuers = new Set(
    iss === undefined
      ? trust.flatMap(({ document }) =>
          document?.format === 'shc' && document.keyId === list.kid ? [document.iss] : [],
        )
      : [iss],
  );
  if (issuers.size === 0)
    throw new CommandError('no trusted key has its kid: name the URL of its issuer with --iss.');
  const checkedAt = statSync(path).mtime.toISOString();
  return [...issuers].map((owner) =>
    openCardRevocationList(list, { iss: owner, kid: String(list.kid), checkedAt }),
  );
}

function kindOf(path: string, bytes: Buffer): string {
  if (bytes[0] === 0x7b) return 'json';
  const head = bytes.subarray(0, Math.max(0, bytes.indexOf('.'))).toString('latin1');
  try {
    const { typ } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { typ?: string };
    if (typ !== undefined && signedKinds.includes(typ)) return typ;
  } catch {
    // Said below.
  }
  throw new CommandError(
    `${path} is no status file: a filter, a delta, a revocation list, a W3C status list, or card revocations.`,
  );
}

const signedKinds: readonly string[] = [
  statusFilterType,
  statusDeltaType,
  revocationListType,
  cardRevocationsType,
];
