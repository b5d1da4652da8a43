import type { Kysely } from 'kysely';
import { type Config, readConfig } from '../../config.ts';
import type { CountryPack } from '../../country/pack.ts';
import { type KeySources, tokenSource } from '../../keys/key-sources.ts';
import { packNamed } from '../../pack-named.ts';
import type { Tables } from '../../registry/tables.ts';
import { withDatabase } from '../with-database.ts';

/** What commands on keys work with. */
export interface KeyDesk {
  readonly db: Kysely<Tables>;
  readonly config: Config;
  readonly pack: CountryPack;
  readonly sources: Pick<KeySources, 'token'>;
  readonly now: Date;
}

/** The configuration for commands on keys: they are there to make it complete, so what production wants may be missing. */
export const keyConfig = (environment: NodeJS.ProcessEnv): Config => ({
  ...readConfig({ ...environment, NODE_ENV: undefined }),
  production: environment.NODE_ENV === 'production',
});

/** Works on the registry of keys, beside a running service or without one. */
export async function atKeyDesk<Result>(work: (desk: KeyDesk) => Promise<Result>): Promise<Result> {
  const config = keyConfig(process.env);
  const pack = packNamed(config.country);
  const { token, close } = tokenSource(config);
  try {
    return await withDatabase(config, 2, ({ db }) =>
      work({ db, config, pack, sources: { token }, now: new Date() }),
    );
  } finally {
    await close();
  }
}
