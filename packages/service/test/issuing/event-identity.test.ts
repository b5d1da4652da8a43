import { createHash } from 'node:crypto';
import { canonicalJson } from '@mohar/credential/canonical-json.ts';
import { expect, test } from 'vitest';
import type { CountryPack, EventKeyRules } from '../../src/country/pack.ts';
import { identifyEvent } from '../../src/issuing/event-identity.ts';
import { readEvent } from '../../src/issuing/read-events.ts';
import { packNamed } from '../../src/pack-named.ts';
import { testEvent, vaccinationEvent } from '../sample-events.ts';

const pack = packNamed('default');
const withKey = (eventKey: Partial<EventKeyRules>): CountryPack => ({ ...pack, eventKey });

function keyOf(value: object, kind: 'domestic' | 'test' = 'domestic', by = pack): string {
  const read = readEvent(value, kind, by, Date.parse('2026-01-01'), '');
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return identifyEvent(read.value, by).eventKey.toString('hex');
}
const sha256 = (value: unknown) =>
  createHash('sha256')
    .update(canonicalJson(value as never))
    .digest('hex');

const event = { ...vaccinationEvent('K1', 2), programId: 'P' };
const change = (member: object) => ({ ...event, vaccination: { ...event.vaccination, ...member } });

// Registries are full of these.
test('the usual keys are as they always were', () => {
  expect(keyOf(event)).toBe(sha256(['P', 'K1', 'domestic', 'COVID-19', '2']));
  expect(keyOf(testEvent('K2'), 'test')).toBe(
    sha256(['', 'K2', 'test', 'COVID-19', '2022-02-01T06:30:00.000Z']),
  );
});

test('named in another order, or for the other kind alone, they are the same', () => {
  const same = withKey({ vaccination: ['dose', 'disease', 'program'] });
  expect(keyOf(event, 'domestic', same)).toBe(keyOf(event));
  expect(keyOf(testEvent('K2'), 'test', same)).toBe(keyOf(testEvent('K2'), 'test'));
});

test('a country may leave members out', () => {
  const withoutProgram = withKey({ vaccination: ['disease', 'dose'] });
  expect(keyOf(event, 'domestic', withoutProgram)).toBe(
    keyOf({ ...event, programId: 'Q' }, 'domestic', withoutProgram),
  );
  expect(keyOf(change({ dose: 1 }), 'domestic', withoutProgram)).not.toBe(
    keyOf(event, 'domestic', withoutProgram),
  );
});

test('or tell events apart by date and vaccine', () => {
  const yearly = withKey({ vaccination: ['vaccine', 'date'] });
  const key = keyOf(event, 'domestic', yearly);
  expect(keyOf(change({ dose: 1 }), 'domestic', yearly)).toBe(key);
  expect(keyOf(change({ name: 'Covishield (SII)' }), 'domestic', yearly)).toBe(key);
  expect(keyOf(change({ name: 'Covaxin' }), 'domestic', yearly)).not.toBe(key);
  expect(keyOf(change({ date: '2021-07-13' }), 'domestic', yearly)).not.toBe(key);
  const other = keyOf({ ...event, preEnrollmentCode: 'K9' }, 'domestic', yearly);
  expect(other).not.toBe(key);
  const byTest = withKey({ test: ['testType', 'sampleTime'] });
  const tested = testEvent('K3');
  expect(keyOf(tested, 'test', byTest)).not.toBe(
    keyOf({ ...tested, testDetails: { ...tested.testDetails, testType: 'Rapid antigen' } }, 'test', byTest),
  );
});
