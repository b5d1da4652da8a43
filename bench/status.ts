import { gzipSync } from 'node:zlib';
import { startFilter } from '@mohar/credential/status/filter/build-filter.ts';
import { lookUp } from '@mohar/credential/status/filter/filter-body.ts';
import { decodeFilter, encodeFilter } from '@mohar/credential/status/filter/filter-encoding.ts';
import { type FilterKey, filterKey } from '@mohar/credential/status/filter/filter-key.ts';
import { mixed } from '@mohar/credential/status/filter/ribbon-row.ts';
import { BloomCascade } from './peers/bloom-cascade.ts';
import { rate } from './rate.ts';
import type { Measured, Row } from './row.ts';

/** One certificate in a hundred is revoked, of those one in four is not superseded. */
const revokedOneIn = 100;
const withdrawnOneIn = 4;
const checkedInForce = 100_000;
const batch = 1_000;
const salt = new Uint8Array(16).fill(0x5a);

/**
 * The offline status filter of a country, and of one of a tenth of its size beside a cascade of Bloom filters. Every
 * revoked certificate and 100,000 of those in force are looked up and compared with what they should be.
 *
 * `MOHAR_BENCH_ISSUED` is the number of certificates, a hundred million where it is not set.
 */
export async function status(): Promise<Row[]> {
  const issued = Number(process.env.MOHAR_BENCH_ISSUED ?? 100_000_000);
  const smaller = issued / 10;
  // The whole one first: what other measurements leave behind would count as its memory.
  const whole = await measureFilter(issued);
  const tenth = await measureFilter(smaller);
  const cascade = await measureCascade(smaller);
  return [
    {
      what: titleOf(smaller),
      figure: tenth.bytes / 1_000,
      unit: 'kB',
      peers: [
        { what: 'cascade of Bloom filters, without any header', figure: cascade.bytes / 1_000 },
        ...peersOfSize(smaller),
      ],
    },
    { what: titleOf(issued), figure: whole.bytes / 1_000, unit: 'kB', peers: peersOfSize(issued) },
    {
      what: 'bits for each revoked certificate',
      figure: bitsPerRevoked(whole.bytes, issued),
      unit: 'bits',
      peers: [{ what: 'bound', figure: bitsPerRevoked(leastBytes(issued), issued) }],
    },
    {
      what: `built from ${issued.toLocaleString('en')} ids`,
      figure: whole.buildSeconds,
      unit: 's',
    },
    { what: 'memory that building takes, at its peak', figure: whole.megabytes, unit: 'MB' },
    {
      what: 'look-ups, hash included',
      figure: whole.lookUps,
      peers: [
        { what: 'cascade of Bloom filters, a tenth as many', figure: cascade.lookUps },
        { what: 'hash alone', figure: await ratePerId((id) => filterKey(salt, id)) },
      ],
    },
  ];
}

const titleOf = (issued: number): string =>
  `filter of ${(issued / revokedOneIn).toLocaleString('en')} revoked among ${issued.toLocaleString('en')}`;

const bitsPerRevoked = (bytes: number, issued: number): number => (bytes * 8 * revokedOneIn) / issued;

const peersOfSize = (issued: number): Measured[] => [
  { what: 'list of ids and reasons, gzip −9', figure: zippedList(issued).length / 1_000 },
  { what: 'bound of information theory', figure: leastBytes(issued) / 1_000 },
];

async function measureFilter(issued: number) {
  const revoked = revokedOf(issued);
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  let start = performance.now();
  const builder = startFilter({ salt, issued, revoked });
  let milliseconds = performance.now() - start;
  watch();
  for (const ids of inForceOf(issued)) {
    start = performance.now();
    for (const id of ids) builder.addInForce(id);
    milliseconds += performance.now() - start;
    watch();
  }
  start = performance.now();
  const bytes = encodeFilter(builder.finish());
  milliseconds += performance.now() - start;
  watch();

  const body = decodeFilter(bytes);
  for (const { certificateId, superseded } of revoked) {
    expect(lookUp(body, certificateId), superseded ? 'superseded' : 'revoked', certificateId);
  }
  let left = checkedInForce;
  for (const ids of inForceOf(issued)) {
    for (const id of ids.slice(0, left)) expect(lookUp(body, id), 'in-force', id);
    left -= ids.length;
    if (left <= 0) break;
  }
  return {
    bytes: bytes.length,
    buildSeconds: milliseconds / 1_000,
    megabytes: (peak - before) / 1e6,
    lookUps: await ratePerId((id) => lookUp(body, id)),
  };
}

async function measureCascade(issued: number) {
  const revoked = revokedOf(issued);
  const keysOf = (superseded: boolean): FilterKey[] =>
    revoked
      .filter((entry) => entry.superseded === superseded)
      .map(({ certificateId }) => filterKey(salt, certificateId));
  const [supersededKeys, withdrawnKeys] = [keysOf(true), keysOf(false)];
  const isRevoked = new BloomCascade([...supersededKeys, ...withdrawnKeys], issued);
  for (const ids of inForceOf(issued)) {
    for (const id of ids) isRevoked.addOther(filterKey(salt, id));
  }
  isRevoked.finish();
  const isWithdrawn = new BloomCascade(withdrawnKeys, revoked.length);
  for (const key of supersededKeys) isWithdrawn.addOther(key);
  isWithdrawn.finish();

  const find = (id: string): string => {
    const key = filterKey(salt, id);
    if (!isRevoked.has(key)) return 'in-force';
    return isWithdrawn.has(key) ? 'revoked' : 'superseded';
  };
  for (const { certificateId, superseded } of revoked) {
    expect(find(certificateId), superseded ? 'superseded' : 'revoked', certificateId);
  }
  return { bytes: isRevoked.bytes + isWithdrawn.bytes, lookUps: await ratePerId(find) };
}

function expect(found: string, expected: string, id: string): void {
  if (found !== expected) throw new Error(`${id} is found ${found}, and is ${expected}.`);
}

/** Look-ups a second, of ids one in a hundred of which is revoked. */
async function ratePerId(find: (id: string) => unknown): Promise<number> {
  const ids = Array.from({ length: 10_000 }, (_, n) => idOf(n));
  const rounds = await rate(() => {
    for (const id of ids) find(id);
  });
  return rounds * ids.length;
}

const revokedOf = (issued: number) =>
  Array.from({ length: issued / revokedOneIn }, (_, n) => ({
    certificateId: idOf(n * revokedOneIn),
    superseded: n % withdrawnOneIn !== 0,
  }));

/** The ids in force, so few at a time that they do not count in memory, so that their making is not measured. */
function* inForceOf(issued: number): Generator<string[]> {
  for (let from = 0; from < issued; from += batch) {
    const ids: string[] = [];
    for (let n = from; n < Math.min(issued, from + batch); n += 1) {
      if (n % revokedOneIn !== 0) ids.push(idOf(n));
    }
    yield ids;
  }
}

const alphabet = new TextEncoder().encode('0123456789ABCDEFGHJKMNPQRSTVWXYZ');
const characters = new Uint8Array(17);

/** A text of the form of certificate ids, another for each number. Not made by their own code, which takes longer. */
function idOf(n: number): string {
  for (let word = 0; word < 3; word += 1) {
    const bits = mixed(n + Math.imul(word, 0x9e3779b9));
    for (let at = 0; at < 6 && word * 6 + at < 17; at += 1) {
      characters[word * 6 + at] = alphabet[(bits >>> (at * 5)) & 31] as number;
    }
  }
  return String.fromCharCode(...characters);
}

function zippedList(issued: number): Uint8Array {
  const lines = revokedOf(issued).map(
    ({ certificateId, superseded }) => certificateId + (superseded ? 'S' : 'R'),
  );
  return gzipSync(lines.sort().join('\n'), { level: 9 });
}

/** What no exact format can be smaller than, on the average over all sets of so many. */
function leastBytes(issued: number): number {
  const revoked = issued / revokedOneIn;
  return (bitsOfChoice(issued, revoked) + bitsOfChoice(revoked, revoked / withdrawnOneIn)) / 8;
}

/** log₂ of the binomial coefficient, by Stirling's formula. */
function bitsOfChoice(all: number, chosen: number): number {
  const logFactorial = (n: number) => n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2;
  return (logFactorial(all) - logFactorial(chosen) - logFactorial(all - chosen)) / Math.LN2;
}
