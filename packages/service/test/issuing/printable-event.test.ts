import { describe, expect, test } from 'vitest';
import { loadPack } from '../../src/country/load-pack.ts';
import { packDirectory } from '../../src/country/pack-directory.ts';
import { printableEvent } from '../../src/issuing/printable-event.ts';
import { readEvent } from '../../src/issuing/read-events.ts';
import { vaccinationEvent } from '../sample-events.ts';

const pack = loadPack(packDirectory('default') as string);

function earlierPlaces(vaccinations: readonly object[]): unknown[] {
  const event = { ...vaccinationEvent('P', 3), meta: { vaccinations } };
  const read = readEvent(event, 'domestic', pack, Date.now(), '');
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const { earlierDoses } = printableEvent(read.value, pack) as {
    earlierDoses: readonly { facility: unknown }[];
  };
  return earlierDoses.map(({ facility }) => facility);
}

describe('earlier doses on paper', () => {
  test('say where they were given, however the list names the place', () => {
    const dose = { name: 'COVISHIELD', date: '2021-02-01' };
    expect(
      earlierPlaces([
        { ...dose, dose: 1, facility: 'Base Hospital' },
        { ...dose, dose: 2, facility: { name: 'Health Centre', address: { district: 'Jaffna' } } },
      ]),
    ).toEqual(['Base Hospital', 'Health Centre']);
  });

  test('say nothing of a place that is none', () => {
    const dose = { name: 'COVISHIELD', date: '2021-02-01' };
    expect(
      earlierPlaces([
        { ...dose, dose: 1 },
        { ...dose, dose: 2, facility: { address: {} } },
      ]),
    ).toEqual([null, null]);
  });
});
