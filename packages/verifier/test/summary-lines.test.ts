import { describe, expect, it } from 'vitest';
import { loadWords } from '../src/language/load-words.ts';
import { holderLines, summaryLines } from '../src/result/summary-lines.ts';

const { app: english } = await loadWords('en');
const { app: hindi } = await loadWords('hi');

describe('holder', () => {
  it('shows the year of birth alone, never the day', () => {
    const lines = holderLines(
      {
        kind: 'vaccination',
        holder: { name: 'Asha Rao', birthDate: '1984-02-29', birthYear: '1984', age: '37' },
      },
      english,
    );
    expect(lines).toEqual({ name: 'Asha Rao', born: 'Born 1984' });
  });

  it('shows an age as that at the event, where there is no date of birth', () => {
    expect(holderLines({ kind: 'test', holder: { age: '37' } }, english)).toEqual({
      born: 'Age 37 at the time',
    });
  });

  it('shows nothing of what the certificate does not say', () => {
    expect(holderLines({ kind: 'other', holder: {} }, english)).toEqual({});
  });

  it('does not read braces in a name as places for values', () => {
    expect(
      holderLines({ kind: 'test', holder: { name: '{year}', birthYear: '{age}', age: '3' } }, english),
    ).toEqual({
      name: '{year}',
      born: 'Born {age}',
    });
  });
});

describe('vaccination', () => {
  const vaccination = {
    vaccine: 'COVAXIN',
    date: '2021-12-02T19:21:18.646Z',
    dose: 2,
    totalDoses: 2,
    stage: 'final',
  } as const;

  it('says dose, vaccine and day, in this order', () => {
    expect(summaryLines({ kind: 'vaccination', holder: {}, vaccination }, english, 'en')).toEqual([
      { label: 'Dose', value: 'Dose 2 of 2 · final', words: 'ours' },
      { label: 'Vaccine', value: 'COVAXIN', words: 'theirs' },
      { label: 'Given on', value: 'Dec 2, 2021', words: 'ours' },
    ]);
  });

  it('says it in the reader’s language; names stay as they are, digits too', () => {
    const [dose, vaccine, day] = summaryLines({ kind: 'vaccination', holder: {}, vaccination }, hindi, 'hi');
    expect(dose?.value).toMatch(/2.*2/);
    expect(dose?.value).toMatch(/\p{Script=Devanagari}/u);
    expect(vaccine).toMatchObject({ value: 'COVAXIN', words: 'theirs' });
    expect(day?.value).toMatch(/^2 \p{Script=Devanagari}+\S* 2021$/u);
  });

  it.each([
    [{ dose: 1 }, 'Dose 1'],
    [{ dose: 1, totalDoses: 2, stage: 'provisional' }, 'Dose 1 of 2 · provisional, more doses to come'],
    [{ dose: 3, totalDoses: 2, stage: 'booster' }, 'Dose 3 of 2 · booster'],
  ] as const)('counts %o as “%s”', (doses, said) => {
    expect(summaryLines({ kind: 'vaccination', holder: {}, vaccination: doses }, english, 'en')).toEqual([
      { label: 'Dose', value: said, words: 'ours' },
    ]);
  });
});

describe('test', () => {
  it('says the result first, and the kind of test where it has no name', () => {
    const test = { result: 'Negative', testType: 'RT-PCR', disease: 'COVID-19', sampledAt: '2021-12-02' };
    expect(summaryLines({ kind: 'test', holder: {}, test }, english, 'en')).toEqual([
      { label: 'Result', value: 'Negative', words: 'theirs' },
      { label: 'Test', value: 'RT-PCR', words: 'theirs' },
      { label: 'Disease', value: 'COVID-19', words: 'theirs' },
      { label: 'Sample taken', value: 'Dec 2, 2021', words: 'ours' },
    ]);
  });
});
