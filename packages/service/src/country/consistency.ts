import { cryptosuites } from '@mohar/credential/proofs/cryptosuites.ts';
import { bareName } from '@mohar/credential/words-of.ts';
import { bareRegion, regionNames } from './languages-for.ts';
import type {
  CountryPiece,
  DoseInterval,
  IdentitiesPiece,
  PackPieces,
  Region,
  Vaccine,
  VaccinesPiece,
  VerifierPiece,
} from './pack.ts';
import type { PackFault } from './pack-fault.ts';
import { type PackFolders, packFile } from './pack-file.ts';
import type { ReadFile } from './read-piece.ts';
import { type PieceName, pieces } from './schema/pieces.ts';
import verifierWords from './schema/verifier-words.json' with { type: 'json' };

/** The pieces of a pack that are there, read. */
export type ReadPieces = { readonly [Name in PieceName]?: ReadFile<NonNullable<PackPieces[Name]>> };

/** A fault, by where in its piece it is. */
type Found = readonly [pointer: string, message: string];

/** What no schema can say, of one piece, or of one beside another. */
export function consistencyFaults(read: ReadPieces): PackFault[] {
  return [
    ...of(read.country, countryFaults),
    ...of(read.vaccines, vaccineFaults),
    ...of(read.vaccines, ({ vaccines }) => sharedNames(vaccines, '/vaccines')),
    ...of(read.identities, identityFaults),
    ...of(read.verifier, wordFaults),
    ...of(read.regions, (piece) => regionFaults(piece, read.country?.value)),
    ...of(read.tests, ({ testDevices }) => sharedNames(testDevices, '/testDevices')),
  ];
}

/** What a pack must have, and what its pieces name, and is in no folder of its chain. */
export function missingFiles(read: ReadPieces, folders: PackFolders): PackFault[] {
  return [
    ...missingPieces(read),
    ...of(read.country, () => missingEmblem(folders)),
    ...of(read.country, ({ templates }) =>
      missingTemplates(Object.entries(templates), '/templates', folders),
    ),
    ...of(read.exports, (formats) =>
      Object.entries(formats).flatMap(([format, { template }]) =>
        missingTemplates([['template', template]], `/${format}`, folders),
      ),
    ),
  ];
}

const of = <Value>(
  piece: ReadFile<Value> | undefined,
  find: (value: Value) => readonly Found[],
): PackFault[] =>
  piece?.value === undefined
    ? []
    : find(piece.value).map(([pointer, message]) => piece.fault(pointer, message));

function missingPieces(read: ReadPieces): PackFault[] {
  const { country } = read;
  if (country?.value === undefined) return [];
  return Object.entries(pieces)
    .filter(([name, { required }]) => required && !read[name as PieceName])
    .map(([name]) =>
      country.fault(
        '',
        `there must be a ${name}.yaml beside it, or it must extend a pack that has one (extends: default)`,
      ),
    );
}

function countryFaults({ timeZone, languages, qr, credential }: CountryPiece): Found[] {
  const { offered, beside, aliases = {} } = languages;
  const shown = offered.join(', ');
  const compact = [['/qr/wrapping', qr.wrapping], ...kindPointers(qr.kinds)].find(
    ([, wrapping]) => wrapping === 'compact',
  )?.[0];
  const unoffered = (pointer: string, tag: string): Found[] =>
    offered.includes(tag) ? [] : [[pointer, `must be one of those offered: ${shown}`]];
  const codes = Object.entries(aliases).flatMap(([tag, names]) =>
    names.map((name, place) => ({ pointer: `/languages/aliases/${tag}/${place}`, name, tag })),
  );
  return [
    ...(isTimeZone(timeZone) ? [] : [['/timeZone', 'must be an IANA time zone name'] as const]),
    ...languages.default.flatMap((tag, place) => unoffered(`/languages/default/${place}`, tag)),
    ...(beside === undefined ? [] : unoffered('/languages/beside', beside)),
    ...Object.keys(aliases).flatMap((tag) => unoffered(`/languages/aliases/${tag}`, tag)),
    ...codes
      .filter(
        ({ name }, place) => offered.includes(name) || codes.findIndex((one) => one.name === name) !== place,
      )
      .map(({ pointer }): Found => [pointer, 'must mean one language, and be no tag of another']),
    ...(compact !== undefined && cryptosuites[credential.proof].dataModel !== 'VC 2.0'
      ? [
          [
            compact,
            `compact is for certificates of VC 2.0, but ${credential.proof} signs none: set /credential/proof to eddsa-rdfc-2022 or ecdsa-rdfc-2019, or the wrapping to text`,
          ] as const,
        ]
      : []),
  ];
}

const kindPointers = (kinds: CountryPiece['qr']['kinds'] = {}): [string, string][] =>
  Object.entries(kinds).map(([kind, wrapping]) => [`/qr/kinds/${kind}`, wrapping]);

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** Values that a text of the verifier has no place for. */
const wordFaults = ({ words = {} }: VerifierPiece): Found[] =>
  Object.entries(words).flatMap(([language, texts]) =>
    Object.entries(texts).flatMap(([place, text]): Found[] => {
      const known: readonly string[] = (verifierWords.words as Record<string, string[]>)[place] ?? [];
      const unknown = (text.match(/\{\w*\}/g) ?? []).filter((value) => !known.includes(value));
      const right = known.length > 0 ? `only ${known.join(', ')}` : 'nothing in braces';
      return unknown.length === 0
        ? []
        : [[`/words/${language}/${place}`, `must have ${right}, not ${unknown.join(', ')}`]];
    }),
  );

/** Intervals that end before they begin, or are more than the course has. */
const vaccineFaults = ({ vaccines, otherInterval }: VaccinesPiece): Found[] => [
  ...vaccines.flatMap(({ doses, intervals = [] }, row): Found[] => [
    ...intervals.flatMap((interval, n) => intervalFaults(interval, `/vaccines/${row}/intervals/${n}`)),
    ...(doses !== undefined && intervals.length > Math.max(doses - 1, 0)
      ? [[`/vaccines/${row}/intervals`, `must be fewer than the doses of the course, ${doses}`] as const]
      : []),
  ]),
  ...(otherInterval ? intervalFaults(otherInterval, '/otherInterval') : []),
];

const intervalFaults = ({ from, to }: DoseInterval, pointer: string): Found[] =>
  to !== undefined && to < from ? [[`${pointer}/to`, 'must not be less than from']] : [];

const identityFaults = ({ identities }: IdentitiesPiece): Found[] =>
  identities.flatMap(({ type, uri, text, shown, keepLast }, n): Found[] => [
    ...(identities.findIndex((one) => one.type === type) === n
      ? []
      : [[`/identities/${n}/type`, 'is the type of another one already'] as const]),
    ...(uri === undefined && text === undefined
      ? [[`/identities/${n}`, 'must have uri or text, by which it is recognised'] as const]
      : []),
    ...(shown === 'whole' && keepLast !== undefined
      ? [[`/identities/${n}/keepLast`, 'is for masked ones alone'] as const]
      : []),
  ]);

function regionFaults(
  { regions }: { readonly regions: readonly Region[] },
  country: CountryPiece | undefined,
): Found[] {
  const owners = new Map<string, number>();
  return regions.flatMap((region, n) => [
    ...(country && !country.languages.offered.includes(region.language)
      ? [
          [
            `/regions/${n}/language`,
            `must be one of the languages that country.yaml offers: ${country.languages.offered.join(', ')}`,
          ] as const,
        ]
      : []),
    ...regionNames(region).flatMap((name, place): Found[] => {
      const bare = bareRegion(name);
      const owner = owners.get(bare) ?? n;
      owners.set(bare, owner);
      const pointer = place === 0 ? `/regions/${n}/name` : `/regions/${n}/otherNames/${place - 1}`;
      return owner === n ? [] : [[pointer, `is a name of region ${owner} already`]];
    }),
  ]);
}

const missingEmblem = (folders: PackFolders): Found[] =>
  packFile(folders, 'emblem.svg') === undefined
    ? [['', 'there must be an emblem.svg beside it, or it must extend a pack that has one']]
    : [];

const missingTemplates = (
  named: readonly (readonly [string, string])[],
  pointer: string,
  folders: PackFolders,
): Found[] =>
  named
    .filter(([, path]) => packFile(folders, path) === undefined)
    .map(([member]) => [
      `${pointer}/${member}`,
      'must be a file of the pack, or of one that it extends: there is none of this path',
    ]);

/** Names that two rows of a catalogue have: whoever certifies with one would mean either. */
function sharedNames(
  rows: readonly Pick<Vaccine, 'names' | 'otherNames' | 'makers'>[],
  pointer: string,
): Found[] {
  const owners = new Map<string, number>();
  return rows.flatMap((row, index) =>
    (['names', 'otherNames', 'makers'] as const).flatMap((member) =>
      (row[member] ?? []).flatMap((name, place): Found[] => {
        const bare = bareName(name);
        const owner = owners.get(bare) ?? index;
        owners.set(bare, owner);
        return owner === index
          ? []
          : [[`${pointer}/${index}/${member}/${place}`, `"${name}" is a name of row ${owner} already`]];
      }),
    ),
  );
}
