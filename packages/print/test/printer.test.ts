import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { unprintableCharacters } from '../src/glyphs.ts';
import type { PrintJob } from '../src/print-job.ts';
import { openPrinter } from '../src/printer.ts';

const base = mkdtempSync(join(tmpdir(), 'mohar-print-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A copy of the default pack with a template of the test's own. */
function packWith(name: string, template: string): string {
  const directory = join(base, name);
  cpSync(join(import.meta.dirname, '../../../countries/default'), directory, { recursive: true });
  writeFileSync(join(directory, 'templates/own.typ'), template);
  return directory;
}

const job = (template: string): PrintJob => ({
  template,
  languages: ['en'],
  country: 'XX',
  content: {},
  qr: { svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>' },
  attachment: {
    name: 'a.json',
    bytes: new TextEncoder().encode('{}'),
    mediaType: 'application/json',
    description: 'x',
  },
  issuedAt: '2026-01-01T00:00:00.000Z',
});

const page =
  '#set document(title: "t", date: datetime(year: 2026, month: 1, day: 1))\n#set text(font: "Noto Sans", lang: "en")\n';

describe('a template', () => {
  test('that never ends is given up, and the printer goes on', async () => {
    const directory = packWith(
      'endless',
      `${page}#let n = 0\n#while n >= 0 { n = calc.rem(n + 1, 1000) + range(20000).len() - 20000 }`,
    );
    writeFileSync(join(directory, 'templates/good.typ'), `${page}Hello`);
    const printer = openPrinter({ packDirectory: directory, timeout: 1_500 });
    await expect(printer.print(job('templates/own.typ'))).rejects.toMatchObject({ name: 'PrintError' });
    const pdf = await printer.print(job('templates/good.typ'));
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
    await printer.close();
  });

  test('that imports a package is refused before anything is printed', () => {
    const directory = packWith('package', '#import "@preview/cetz:0.3.0"');
    expect(() => openPrinter({ packDirectory: directory })).toThrow('imports a package');
  });

  test('that reaches out of its folder by a link is refused', () => {
    const directory = packWith('link', '');
    symlinkSync('/etc/passwd', join(directory, 'templates/secret.txt'));
    expect(() => openPrinter({ packDirectory: directory })).toThrow('symbolic link');
  });

  test('that is broken, or outside of the pack, is a named error', async () => {
    const printer = openPrinter({ packDirectory: packWith('broken', '#unknown-function()') });
    await expect(printer.print(job('templates/own.typ'))).rejects.toMatchObject({ code: 'template' });
    await expect(printer.print(job('../other/x.typ'))).rejects.toMatchObject({ code: 'template' });
    await expect(printer.print(job('/etc/x.typ'))).rejects.toMatchObject({ code: 'template' });
    await printer.close();
  });

  test.each([
    ['#panic(c.name)', 'panicked with'],
    ['#panic("at", c)', 'panicked with'],
    ['#int(c.name)', 'invalid integer'],
    ['#assert(c.name == "", message: "no " + c.name)', 'assertion failed'],
    ['#c.at(c.name)', 'dictionary does not contain key …'],
    ['#image(c.name)', 'file not found …'],
  ])('that fails on somebody’s data names itself, not them: %s', async (template, said) => {
    const directory = packWith('failing', `${page}#let c = json(bytes(sys.inputs.content))\n${template}`);
    const printer = openPrinter({ packDirectory: directory });
    const name = 'Secret) "Name": (Other)';
    const failure = printer.print({ ...job('templates/own.typ'), content: { name } });
    const { message } = await failure.then(
      () => ({ message: 'printed' }),
      (error: Error) => error,
    );
    expect(message).toContain(`templates/own.typ: ${said}`);
    expect(message).not.toMatch(/Secret|Name|Other/);
    await printer.close();
  });

  test('data are never run as markup', async () => {
    const directory = packWith('data', `${page}#json(bytes(sys.inputs.content)).name`);
    const printer = openPrinter({ packDirectory: directory });
    const pdf = await printer.print({
      ...job('templates/own.typ'),
      content: { name: '#panic("run") $x$ *b*' },
    });
    expect(pdf.length).toBeGreaterThan(1_000);
    await printer.close();
  });
});

test('characters that no font can draw are named; names in the scripts of South Asia and more are drawn', () => {
  expect(unprintableCharacters('Zoë Nguyễn Łukasz Ðorđe')).toEqual([]);
  expect(unprintableCharacters('क्षत्रिय ज्ञानेश्वर श्रीमती र्\u200dय')).toEqual([]);
  const elsewhere = 'முருகன் রহিম రామ ಕೃಷ್ಣ ശ്രീമതി ગાંધી ਸਿੰਘ ଓଡ଼ିଆ ශ්‍රී محمد Ζωή Юлия';
  expect(unprintableCharacters(elsewhere)).toEqual([]);
  expect(unprintableCharacters('A𓂀B𓂀')).toEqual(['𓂀']);
});
