import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContextDocument } from '@mohar/credential/credential/contexts/bundled.ts';
import { compileSchema } from '@mohar/credential/event/schema-validation.ts';
import { cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { bareName } from '@mohar/credential/words-of.ts';
import type { EntityType } from './entity-type.ts';
import type { CountryPack, PackFile, Vaccine } from './pack.ts';
import { entitySchema, packSchema } from './pack-schema.ts';

/** A country pack cannot be used: says which file, where in it, and what would be right. */
export class CountryPackError extends Error {
  readonly code = 'COUNTRY_PACK';
}

const packFaults = compileSchema(packSchema);
const entityFaults = compileSchema(entitySchema);

/**
 * Reads and validates a country pack.
 *
 * @param directory absolute path of the pack's folder, `countries/<code>`.
 * @throws CountryPackError with every fault of the file that is wrong.
 */
export function loadPack(directory: string, code: string): CountryPack {
  const pack = readJson(join(directory, 'pack.json')) as PackFile;
  refuse(packFaults(pack, ''), join(code, 'pack.json'));
  try {
    new Intl.DateTimeFormat('en', { timeZone: pack.timeZone });
  } catch {
    throw new CountryPackError(`${join(code, 'pack.json')}: /timeZone: must be an IANA time zone name`);
  }
  if (pack.qr.wrapping === 'compact' && cryptosuites[pack.credential.proof].dataModel !== 'VC 2.0') {
    throw new CountryPackError(
      `${join(code, 'pack.json')}: /qr/wrapping: compact is for certificates of VC 2.0, but ${pack.credential.proof} signs none: set /credential/proof to eddsa-rdfc-2022 or ecdsa-rdfc-2019, or the wrapping to text`,
    );
  }
  refuse([...nameFaults(pack, 'vaccines'), ...nameFaults(pack, 'testDevices')], join(code, 'pack.json'));
  const entityTypes = new Map(
    folders(join(directory, 'entities')).map((name) => {
      const entity = loadEntityType(join(directory, 'entities', name), join(code, 'entities', name));
      return [entity.entityType, entity] as const;
    }),
  );
  return { ...pack, code, directory, entityTypes };
}

/** Names that two rows of a catalogue have: whoever certifies with one would mean either. */
function nameFaults(pack: PackFile, catalogue: 'vaccines' | 'testDevices') {
  const rows: readonly Pick<Vaccine, 'names' | 'otherNames' | 'makers'>[] = pack[catalogue] ?? [];
  const owners = new Map<string, number>();
  return rows.flatMap(({ names, otherNames = [], makers = [] }, row) =>
    [...names, ...otherNames, ...makers].flatMap((name) => {
      const bare = bareName(name);
      const owner = owners.get(bare) ?? row;
      owners.set(bare, owner);
      return owner === row
        ? []
        : [{ pointer: `/${catalogue}/${row}`, message: `has the name "${name}", as row ${owner} has` }];
    }),
  );
}

function loadEntityType(directory: string, shown: string): EntityType {
  const entity = readJson(join(directory, 'entity.json')) as Omit<
    EntityType,
    'schema' | 'context' | 'faults'
  >;
  refuse(entityFaults(entity, ''), join(shown, 'entity.json'));
  const schema = readJson(join(directory, 'schema.json')) as object;
  const context = readJson(join(directory, 'context.json')) as ContextDocument;
  try {
    return { ...entity, schema, context, faults: compileSchema(schema) };
  } catch (error) {
    throw new CountryPackError(`${join(shown, 'schema.json')}: ${(error as Error).message}`);
  }
}

function folders(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new CountryPackError(`${path}: ${(error as Error).message}`);
  }
}

function refuse(faults: readonly { pointer: string; message: string }[], file: string) {
  if (faults.length === 0) return;
  const list = faults.map(({ pointer, message }) => `${file}: ${pointer || '/'}: ${message}`);
  throw new CountryPackError(list.join('\n'));
}
