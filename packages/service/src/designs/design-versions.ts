import { createHash } from 'node:crypto';
import { type Design, designOf } from '@mohar/print/design/design.ts';
import { rendererVersion, templateInterface } from '@mohar/print/design/interface.ts';
import type { Kysely } from 'kysely';
import type { CountryPack } from '../country/pack.ts';
import { packDesign, unpackDesign } from '../registry/design-archive.ts';
import { designArchive, designUsedAt, keepDesignUse } from '../registry/designs.ts';
import type { Tables } from '../registry/tables.ts';
import { packAsItWas, packData } from './pack-data.ts';

/** What a page is printed with. */
export interface DesignInForce {
  readonly design: Design;
  /** Of today, with what pages show of it as it was. */
  readonly pack: CountryPack;
}

/** The designs that an installation had. */
export interface DesignVersions {
  /** Settled when the design of today is written down. */
  readonly kept: Promise<void>;
  readonly today: DesignInForce;
  /** The design that was in force at a time; the first that is known, where the time lies before it. */
  inForceAt(time: Date): Promise<DesignInForce>;
}

/** Designs that are kept in memory: certificates of a season are asked for together. */
const remembered = 4;

/** Writes the design of today down, where it is new, and finds those of before. */
export function openDesignVersions(
  db: Kysely<Tables>,
  today: DesignInForce,
  clock: () => number,
): DesignVersions {
  const data = packData(today.pack);
  const { files } = today.design;
  const digest = createHash('sha256').update(`${today.design.digest} ${data}`).digest('hex');
  const kept = keepDesignUse(
    db,
    { digest, templateInterface, renderer: rendererVersion(), firstUsedAt: new Date(clock()) },
    { archive: () => packDesign({ files, data }), files: files.size },
  );
  // Whoever needs it is told.
  kept.catch(() => {});
  const known = new Map<string, DesignInForce>();

  return {
    kept,
    today,
    inForceAt: async (time) => {
      await kept;
      const used = (await designUsedAt(db, time)) ?? digest;
      if (used === digest) return today;
      const before = known.get(used) ?? (await readVersion(db, used, today.pack));
      known.delete(used);
      known.set(used, before);
      const [oldest] = known.keys();
      if (known.size > remembered && oldest !== undefined) known.delete(oldest);
      return before;
    },
  };
}

async function readVersion(db: Kysely<Tables>, digest: string, pack: CountryPack): Promise<DesignInForce> {
  const archive = await designArchive(db, digest);
  if (!archive) throw new Error(`The registry has no archive of the design ${digest}.`);
  const { files, data } = unpackDesign(archive);
  return { design: designOf(files), pack: packAsItWas(pack, data) };
}
