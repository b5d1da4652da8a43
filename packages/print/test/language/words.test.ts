import { describe, expect, test } from 'vitest';
import { joinedMessages } from '../../src/language/joined-messages.ts';
import { openLexicon } from '../../src/language/lexicon.ts';
import { MessageFileError, readMessageFile } from '../../src/language/message-file.ts';
import { datesIn, MessageSyntaxError } from '../../src/language/words.ts';

const file = (language: string, messages: Record<string, string>, review = 'no') =>
  Buffer.from(
    `msgid ""\nmsgstr ""\n"Language: ${language}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"X-Native-Review: ${review}\\n"\n` +
      Object.entries(messages)
        .map(
          ([key, text]) => `\nmsgctxt "${key}"\nmsgid "English of ${key}"\nmsgstr ${JSON.stringify(text)}\n`,
        )
        .join(''),
  );

const lexiconOf = (files: Record<string, readonly Buffer[]>) =>
  openLexicon((tag) => (files[tag] ?? []).map((bytes) => ({ name: `${tag}.po`, bytes })), 'IN');

describe('a message file', () => {
  test('says its language, its texts, and who has reviewed it', () => {
    const read = readMessageFile(file('ta', { name: 'பெயர்' }, 'yes; A. Reader, 2026-11-01'), 'ta.po');
    expect(read.language).toBe('ta');
    expect(read.nativeReview).toBe('yes; A. Reader, 2026-11-01');
    expect(read.messages.get('name')).toEqual({
      source: 'English of name',
      text: 'பெயர்',
      doubtful: false,
    });
    expect(readMessageFile(file('ta', {}), 'ta.po').nativeReview).toBeUndefined();
  });

  test.each([
    ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n', 'no Language'],
    [`${file('ta', {})}\nmsgid "Name"\nmsgstr "பெயர்"\n`, 'no msgctxt'],
    [`${file('ta', { name: 'a' })}\nmsgctxt "name"\nmsgid "Other"\nmsgstr "b"\n`, 'there twice'],
    [`${file('ta', {})}\nmsgctxt "name\nmsgid "x"`, 'ta.po'],
  ])('that is wrong is refused: %#', (text, said) => {
    const read = () => readMessageFile(Buffer.from(text), 'ta.po');
    expect(read).toThrow(MessageFileError);
    expect(read).toThrow(said);
  });
});

describe('the words of a language', () => {
  test('are the own pack’s, else those of the pack that it extends, else English', () => {
    const lexicon = lexiconOf({
      hi: [file('hi', { name: 'नाम (अपना)' }), file('hi', { name: 'नाम', age: 'आयु' })],
      en: [file('en', { name: 'Name', age: 'Age', gender: 'Gender' })],
    });
    expect(lexicon('hi').fixed).toEqual({ name: 'नाम (अपना)', age: 'आयु', gender: 'Gender' });
    expect(() => lexicon('tlh')).toThrow('tlh');
  });

  test('of two packs are one file: what the own one leaves empty is said by the other', () => {
    const own = file('hi', { name: 'नाम (अपना)', age: '', own: '' });
    const joined = joinedMessages(own, file('hi', { name: 'नाम', age: 'आयु', gender: 'लिंग' }), 'hi.po');
    const texts = [...readMessageFile(joined, 'hi.po').messages].map(([key, { text }]) => [key, text]);
    expect(Object.fromEntries(texts)).toEqual({ name: 'नाम (अपना)', age: 'आयु', gender: 'लिंग', own: '' });
  });

  test('what a message asks for is what is known of a certificate, and nothing that every object has', () => {
    const lexicon = lexiconOf({ en: [file('en', { odd: 'by {toString}', even: '{n} of {n}' })] });
    expect(lexicon('en').textsFor({ n: 2 })).toEqual({ odd: '', even: '2 of 2' });
  });

  test('count and agree as the language does', () => {
    const lexicon = lexiconOf({
      ar: [
        file('ar', {
          doses:
            '{n, plural, zero {لا جرعات} one {جرعة} two {جرعتان} few {# جرعات} many {# جرعة} other {# جرعة}}',
        }),
      ],
      es: [
        file('es', {
          status: '{gender, select, female {Vacunada} male {Vacunado} other {Con vacuna}} ({n})',
        }),
      ],
      mr: [file('mr', { dose: '{n, number} पैकी {m, number}' })],
    });
    const arabic = (n: number) => lexicon('ar').textsFor({ n }).doses;
    expect([1, 2, 3, 11].map(arabic)).toEqual(['جرعة', 'جرعتان', '3 جرعات', '11 جرعة']);
    const spanish = (gender: string) => lexicon('es').textsFor({ gender, n: 2 }).status;
    expect(['female', 'male', 'unknown'].map(spanish)).toEqual([
      'Vacunada (2)',
      'Vacunado (2)',
      'Con vacuna (2)',
    ]);
    expect(lexicon('mr').textsFor({ n: 2, m: 1 }).dose).toBe('२ पैकी १');
  });

  test('that ask for what a certificate has not are empty; dates come as the language writes them', () => {
    const lexicon = lexiconOf({ fr: [file('fr', { due: 'du {from} au {until}' })] });
    expect(lexicon('fr').textsFor({ from: '2021-07-12' })).toEqual({ due: '' });
    expect(lexicon('fr').textsFor({ from: '2021-07-12', until: '2021-08-01' })).toEqual({
      due: 'du 12\u00a0juil.\u00a02021 au 1\u00a0août\u00a02021',
    });
  });

  test('with a wrong pattern are refused by key', () => {
    const lexicon = lexiconOf({ fr: [file('fr', { due: 'du {from' })] });
    expect(() => lexicon('fr')).toThrow(MessageSyntaxError);
    expect(() => lexicon('fr')).toThrow('fr: due:');
  });
});

test('dates are found at any depth; years, ids and words are none', () => {
  const value = {
    a: '2021-07-12',
    b: [{ c: '2022-02-01T06:30:00Z' }],
    d: '1979',
    e: '2021-07',
    f: 'x2021-07-12',
  };
  expect([...datesIn(value)]).toEqual(['2021-07-12', '2022-02-01T06:30:00Z', '2021-07']);
});
