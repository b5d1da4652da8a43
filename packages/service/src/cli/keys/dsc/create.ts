import { readFileSync } from 'node:fs';
import { createDocumentKey } from '../../../keys/documents/new-document-key.ts';
import type { DocumentKeyUse } from '../../../registry/tables.ts';
import { type Authority, readAuthority } from '../../../signing/x509/authority.ts';
import { CommandError } from '../../command-error.ts';
import { print } from '../describe-key.ts';
import { atKeyDesk } from '../key-desk.ts';
import { readTakeover } from '../rotate.ts';
import { documentKeyFacts, readCountry, readEvents, signingWindow } from './describe-document-key.ts';
import { nextSteps } from './next-steps.ts';

/** `mohar keys dsc create`: a document key that signs. */
export async function create(options: {
  use: DocumentKeyUse;
  country?: string;
  events?: string;
  authority?: string;
  authorityKey?: string;
  at?: string;
  json?: boolean;
}): Promise<void> {
  const { use, json } = options;
  const events = readEvents(options.events, use);
  const authority = authorityOf(options);
  await atKeyDesk(async ({ db, config, pack, sources, now }) => {
    const country = readCountry(options.country, pack.country.alpha2);
    const from = readTakeover(options.at, now);
    const token = await sources.token();
    const wanted = { use, country, events, authority, from, token };
    const key = await createDocumentKey(db, wanted, config, now);
    print(
      json,
      documentKeyFacts(key),
      `${use} key ${key.id} ${signingWindow(key)}.\n${nextSteps(key, pack, now)}\n`,
    );
  });
}

function authorityOf({
  use,
  authority,
  authorityKey,
}: {
  use: DocumentKeyUse;
  authority?: string;
  authorityKey?: string;
}): Authority | undefined {
  if (use === 'shc' && (authority !== undefined || authorityKey !== undefined))
    throw new CommandError('Keys of SMART Health Cards have no certificate: leave --authority out.');
  if (authority === undefined && authorityKey === undefined) return undefined;
  if (authority === undefined || authorityKey === undefined)
    throw new CommandError('--authority and --authority-key go together.');
  return readAuthority(
    readFileSync(authority),
    readFileSync(authorityKey, 'utf8'),
    process.env.MOHAR_AUTHORITY_PASSPHRASE || undefined,
  );
}
