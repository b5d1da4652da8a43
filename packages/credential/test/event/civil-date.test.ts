import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  completedYears,
  formatCivilDate,
  isCertainlyAfter,
  parseCivilDate,
} from '../../src/event/civil-date.ts';
import { civilDateAt, parseMoment } from '../../src/event/moment.ts';

describe('civil dates', () => {
  test('every date that Temporal knows is read and written back; no other is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (y, m, d) => {
          const text = `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
          let exists = true;
          try {
            Temporal.PlainDate.from({ year: y, month: m, day: d }, { overflow: 'reject' });
          } catch {
            exists = false;
          }
          const parsed = parseCivilDate(text);
          expect(parsed !== undefined).toBe(exists);
          if (parsed) expect(formatCivilDate(parsed)).toBe(text);
        },
      ),
    );
  });

  test('a partial date is never certainly after a date it may be part of', () => {
    expect(isCertainlyAfter({ year: 2020 }, { year: 2020, month: 3, day: 1 })).toBe(false);
    expect(isCertainlyAfter({ year: 2021 }, { year: 2020, month: 12, day: 31 })).toBe(true);
  });

  test('an age is told only where the unknown part of a birth date does not decide it', () => {
    const on = { year: 2021, month: 7, day: 12 };
    expect(completedYears({ year: 1988, month: 7, day: 13 }, on)).toBe(32);
    expect(completedYears({ year: 1988, month: 7 }, on)).toBeUndefined();
    expect(completedYears({ year: 1988, month: 6 }, on)).toBe(33);
    expect(completedYears({ year: 1988 }, on)).toBeUndefined();
  });
});

describe('moments', () => {
  test.each(['Asia/Kolkata', 'America/New_York', 'Pacific/Kiritimati', 'Africa/Monrovia'])(
    'the civil date in %s is the one that Temporal finds',
    (zone) => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (instant) => {
          const expected = Temporal.Instant.fromEpochMilliseconds(instant)
            .toZonedDateTimeISO(zone)
            .toPlainDate();
          expect(formatCivilDate(civilDateAt(instant, zone))).toBe(expected.toString());
        }),
      );
    },
  );

  test.each([
    ['2021-10-17T13:10', '2021-10-17', '2021-10-17T07:40:00.000Z'],
    ['2021-07-12T19:21:19.646Z', '2021-07-13', '2021-07-12T19:21:19.646Z'],
    ['2021-07-12T23:30:00-05:00', '2021-07-13', '2021-07-13T04:30:00.000Z'],
  ])('%s is %s in India', (text, date, instant) => {
    const moment = parseMoment(text, 'Asia/Kolkata');
    expect(moment && formatCivilDate(moment.date)).toBe(date);
    expect(new Date(moment?.instant ?? 0).toISOString()).toBe(instant);
  });

  test('a day alone has no instant; what does not exist is not read', () => {
    expect(parseMoment('2021-10-17', 'UTC')).toEqual({ date: { year: 2021, month: 10, day: 17 } });
    for (const text of [
      '2021-02-30',
      '2021-10-17T25:00',
      '2021-10-17T13',
      '17-10-2021',
      '',
      '2021-10-17T13:10:00+15:00',
    ]) {
      expect(parseMoment(text, 'UTC'), text).toBeUndefined();
    }
  });
});
