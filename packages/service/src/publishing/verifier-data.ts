import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CountryPack } from '../country/pack.ts';
import { packFile } from '../country/pack-file.ts';
import type { PublishedName } from '../registry/publication/published-files.ts';

/** The files that the verifier web app finds beside itself, in `data/`, and what each is made from. */
export const verifierFiles: Readonly<Record<string, { name: PublishedName; mediaType: string }>> = {
  'trust-list.jws': { name: 'trust-list', mediaType: 'application/mohar-trust-list+jws' },
  'document-trust-list.jws': {
    name: 'document-trust-list',
    mediaType: 'application/mohar-document-trust-list+jws',
  },
  'card-revocations.jws': {
    name: 'card-revocations',
    mediaType: 'application/mohar-card-revocations+jws',
  },
  'status-filter': { name: 'status-filter', mediaType: 'application/mohar-status-filter' },
  'status-delta': { name: 'status-delta', mediaType: 'application/mohar-status-delta' },
};

/** `data/country.json`: whose verifier it is. */
export const countryFile = ({ issuer, country, languages, verifier }: CountryPack): string =>
  `${JSON.stringify(
    {
      name: issuer.name,
      department: issuer.department,
      country,
      languages: [...new Set([...languages.default, ...languages.offered])],
      site: issuer.site,
      ...verifier,
    },
    null,
    2,
  )}\n`;

/** `data/logo.svg`: the country's emblem. */
export function logoFile(pack: CountryPack): Buffer {
  const file = packFile(pack, 'emblem.svg');
  if (file === undefined) throw new Error('The country pack has no emblem.svg.');
  return readFileSync(file);
}

/** Where the built web app lies. */
export const verifierApp = join(import.meta.dirname, '..', '..', '..', 'verifier', 'dist');
