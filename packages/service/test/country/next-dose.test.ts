import { expect, test } from 'vitest';
import { nextDoseOf } from '../../src/country/next-dose.ts';
import type { Vaccine } from '../../src/country/pack.ts';
import { packNamed } from '../../src/pack-named.ts';

const vaccine = (name: string, more: Partial<Vaccine> = {}): Vaccine => ({
  names: [name],
  icd11Code: 'XM0000',
  prophylaxis: 'a vaccine',
  ...more,
});
const pack = {
  disease: 'COVID-19',
  otherInterval: { from: 20 },
  vaccines: [
    vaccine('covishield', { intervals: [{ from: 84, to: 112 }] }),
    vaccine('zycov', { intervals: [{ from: 28 }, { from: 56, to: 60 }] }),
    vaccine('covovax'),
    vaccine('biopolio', { disease: 'Poliomyelitis' }),
  ],
};
const due = (name: string, dose: number, totalDoses: number, civilDate = '2021-03-03') =>
  nextDoseOf(pack, { vaccination: { name, dose, totalDoses, civilDate } as never });

test('is due days after the vaccination', () => {
  expect(due('COVISHIELD', 1, 2)).toEqual({ from: '2021-05-26', until: '2021-06-23' });
  expect(due('Zycov', 1, 3)).toEqual({ from: '2021-03-31' });
  expect(due('Zycov', 2, 3, '2023-12-31')).toEqual({ from: '2024-02-25', until: '2024-02-29' });
});

test('a row’s last interval counts for all that follow', () => {
  expect(due('covishield', 2, 3)).toEqual({ from: '2021-05-26', until: '2021-06-23' });
});

test('is none after a course, and where the catalogue does not say', () => {
  expect(due('covishield', 2, 2)).toBeUndefined();
  expect(due('covishield', 3, 2)).toBeUndefined();
  expect(due('Covovax', 1, 2)).toBeUndefined();
  expect(due('bOPV, Biopolio', 1, 3)).toBeUndefined();
});

test('of a vaccine that is not in the catalogue, as the country says for its disease', () => {
  expect(due('Something new', 1, 2)).toEqual({ from: '2021-03-23' });
  const { otherInterval: _, ...silent } = pack;
  expect(
    nextDoseOf(silent, {
      vaccination: { name: 'new', dose: 1, totalDoses: 2, civilDate: '2021-03-03' } as never,
    }),
  ).toBeUndefined();
});

test.each([
  ['COVAXIN', '2021-03-31', '2021-04-14'],
  ['Covishield', '2021-05-26', '2021-06-23'],
  ['Sputnik V', '2021-03-24', '2021-06-01'],
  ['ZyCoV-D', '2021-03-31', undefined],
  ['Some COVID vaccine', '2021-03-23', undefined],
  ['bOPV', undefined, undefined],
])('the default pack: the dose after %s', (name, from, until) => {
  const vaccination = { name, dose: 1, totalDoses: 2, civilDate: '2021-03-03' } as never;
  const next = nextDoseOf(packNamed('default'), { vaccination });
  expect([next?.from, next?.until]).toEqual([from, until]);
});
