import { afterEach, describe, expect, it, vi } from 'vitest';
import { languages } from '../src/language/languages.ts';
import { showCivilDate, showDateOrTime, showTime } from '../src/result/show-date.ts';

afterEach(() => vi.unstubAllEnvs());

/** With their distance to UTC in minutes. */
const farApart = [
  ['Pacific/Kiritimati', 840],
  ['Pacific/Pago_Pago', -660],
  ['Asia/Kolkata', 330],
  ['Etc/UTC', 0],
] as const;

describe('civil dates', () => {
  it.each(farApart)('stay the day they are in %s', (timeZone, ahead) => {
    vi.stubEnv('TZ', timeZone);
    // The runtime has taken it up: else this would test nothing.
    expect(0 - new Date('2021-12-31T12:00:00Z').getTimezoneOffset()).toBe(ahead);
    expect(showCivilDate('2021-12-31', 'en')).toBe('Dec 31, 2021');
    expect(showCivilDate('2024-02-29', 'en')).toBe('Feb 29, 2024');
    expect(showCivilDate('2022-01-01', 'fr')).toBe('1 janv. 2022');
  });

  it('are no more precise than the certificate', () => {
    expect(showCivilDate('1984', 'en')).toBe('1984');
    expect(showCivilDate('1984-05', 'en')).toBe('May 1984');
    expect(showCivilDate('1984-05', 'fr')).toBe('mai 1984');
  });

  it('are shown as they stand where there is no such month, or no date at all', () => {
    for (const text of ['2021-13-01', '2021-00', '02/12/2021', '2021-1-2', '', 'unknown', '12021-01-01']) {
      expect(showCivilDate(text, 'en')).toBe(text);
    }
  });

  it.each(Object.keys(languages))('keep year and day in the digits of the certificate, in %s', (language) => {
    const shown = showCivilDate('0921-11-07', language);
    expect(shown).toMatch(/\b0921\b/);
    expect(shown).toMatch(/\b7\b/);
    expect(shown).not.toMatch(/15|2000/);
  });
});

describe('times', () => {
  it('are shown in the time zone of the reader', () => {
    expect(showTime('2021-12-31T20:00:00Z', 'en', 'Asia/Kolkata')).toMatch(/^Jan 1, 2022, 1:30.AM$/);
    expect(showTime('2021-12-31T20:00:00Z', 'en', 'Etc/UTC')).toMatch(/^Dec 31, 2021, 8:00.PM$/);
  });

  it('are shown as they stand where they are none', () => {
    for (const text of ['2021-12-31', '2021-13-31T20:00:00Z', 'Friday', ''])
      expect(showTime(text, 'en')).toBe(text);
  });

  it('are told from dates', () => {
    expect(showDateOrTime('2021-12-31', 'en')).toBe('Dec 31, 2021');
    expect(showDateOrTime('2021-12-31T12:00:00Z', 'en')).toMatch(/^Dec 31, 2021, /);
  });
});
