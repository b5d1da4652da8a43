import { execFileSync, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { assertNoPackages } from '../src/design/packages.ts';
import { unprintableCharacters } from '../src/glyphs.ts';
import { packLimits } from '../src/press/limits.ts';
import { PrintError } from '../src/print-error.ts';
import type { PrintJob } from '../src/print-job.ts';
import { openPrinter, type Printer, type PrinterOptions } from '../src/printer.ts';

const base = mkdtempSync(join(tmpdir(), 'mohar-print-'));
const open: Printer[] = [];
afterEach(async () => {
  for (const printer of open.splice(0)) await printer.close();
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const page =
  '#set document(title: "t", date: datetime(year: 2026, month: 1, day: 1))\n#set text(font: "Noto Sans", lang: "en")\n';

let packs = 0;
/** A pack with these files, beside the words of the default one. */
function packWith(files: Readonly<Record<string, string>>): string {
  const directory = join(base, `pack-${packs++}`);
  cpSync(join(import.meta.dirname, '../../../countries/default/messages'), join(directory, 'messages'), {
    recursive: true,
  });
  for (const [name, text] of Object.entries({ 'templates/good.typ': `${page}Hello`, ...files })) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

function printerOf(
  files: Readonly<Record<string, string>>,
  options: Omit<PrinterOptions, 'directories'> = {},
) {
  const printer = openPrinter({ directories: [packWith(files)], ...options });
  open.push(printer);
  return printer;
}

/** More steps than anybody waits for. */
const endless = '#for a in range(9000) { for b in range(9000) { for c in range(9000) {} } }';

const own = (text: string) => ({ 'templates/own.typ': text });

const job = (template = 'templates/own.typ', change: Partial<PrintJob> = {}): PrintJob => ({
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
  ...change,
});

const failureOf = (printing: Promise<unknown>): Promise<PrintError> =>
  printing.then(
    () => {
      throw new Error('it was printed');
    },
    (error) => {
      if (error instanceof PrintError) return error;
      throw error;
    },
  );

const isPdf = (pdf: Uint8Array) => Buffer.from(pdf.subarray(0, 5)).toString() === '%PDF-';

describe('a template that takes too much', () => {
  test.each([
    // Which Typst itself notices.
    ['a loop without an end', '#let n = 0\n#while n >= 0 { n = n + 1 }', 'template'],
    ['loops in loops, each with an end', endless, 'timeout'],
    [
      'a function that calls itself twice',
      '#let f(n) = if n == 0 { 1 } else { f(n - 1) + f(n - 1) + n * 0 }\n#let g(n, k) = if n == 0 { k } else { g(n - 1, 2 * k) + g(n - 1, 2 * k + 1) }\n#g(60, 0)',
      'timeout',
    ],
    // Of time and memory, whichever limit the machine meets first.
    ['a text that doubles', '#let s = "x"\n#for _ in range(40) { s = s + s }', /template|timeout/],
    ['one piece of memory, larger than all there is', '#let s = "x" * 60000000000', 'template'],
    [
      'memory that grows slowly',
      '#let a = ()\n#for i in range(9000) { for j in range(9000) { a.push(str(i * 9000 + j) * 2000) } }',
      /template|timeout/,
    ],
  ])('is ended, and the next page is printed: %s', async (_, text, code) => {
    // What takes memory shall come to its end by that, however slow the machine is.
    const limits =
      code === 'template' ? { ...packLimits, processorTime: 120_000, time: 240_000 } : packLimits;
    const printer = printerOf(own(page + text), { limits });
    await printer.print(job('templates/good.typ'));
    const failure = await failureOf(printer.print(job()));
    expect(failure.code).toMatch(code);
    expect(failure.message).toMatch(
      /^templates\/own\.typ(?:: took|: the renderer|:4:2: loop seems to be infinite)/,
    );
    expect(isPdf(await printer.print(job('templates/good.typ')))).toBe(true);
  });

  test('a PDF that nobody could send stays where it was made', async () => {
    const attaching = `${page}#pdf.attach("/a.bin", read("/certificate/attachment", encoding: none), relationship: "data", mime-type: "application/octet-stream", description: "x")`;
    const printer = printerOf(own(attaching));
    const attachment = { name: 'a.bin', mediaType: 'application/octet-stream', description: 'x' };
    const printing = (megabytes: number) =>
      printer.print(job(undefined, { attachment: { ...attachment, bytes: randomBytes(megabytes << 20) } }));
    expect((await failureOf(printing(21))).message).toBe('templates/own.typ: made a PDF of more than 20 MB');
    expect(isPdf(await printing(2))).toBe(true);
  });

  test('fails alone: what others print beside it comes out', async () => {
    const printer = printerOf(own(page + endless), { width: 2 });
    const failing = failureOf(printer.print(job()));
    const others = await Promise.all(
      Array.from({ length: 20 }, () => printer.print(job('templates/good.typ'))),
    );
    expect(others.every(isPdf)).toBe(true);
    expect((await failing).code).toBe('timeout');
  });

  test('more than may wait is refused, and closing refuses the rest', async () => {
    const printer = printerOf(own(page + endless), { width: 1, maxWaiting: 2 });
    const printing = Array.from({ length: 5 }, () => failureOf(printer.print(job())));
    expect((await (printing.at(-1) as Promise<PrintError>)).code).toBe('busy');
    await printer.close();
    expect((await Promise.all(printing)).map(({ code }) => code)).toEqual(Array(5).fill('busy'));
    expect((await failureOf(printer.print(job()))).code).toBe('busy');
  });
});

describe('a design has nothing but its own files', () => {
  const secret = join(base, 'secret.json');
  writeFileSync(secret, '{"secret": 1}');

  test.each([
    `#read("${secret}")`,
    '#read("/etc/passwd")',
    '#read("../../secret.json")',
    '#read("/../secret.json")',
    `#json("${secret}").secret`,
    `#image("${secret}")`,
    `#plugin("${secret}")`,
    `#include "${secret}"`,
    '#import "/proc/self/environ"',
    '#read("/country.yaml")',
    '#read("/templates/hidden/../../../../secret.json")',
  ])('%s', async (text) => {
    const printer = printerOf({ ...own(page + text), 'country.yaml': 'x: 1' });
    const { faults, code } = await failureOf(printer.print(job()));
    expect(code).toBe('template');
    expect(faults).toMatchObject([
      {
        file: 'templates/own.typ',
        line: 3,
        message: expect.stringMatching(/^(?:file not found|failed to load file)/),
      },
    ]);
  });

  test.each([secret, `file://${secret}`, '../secret.json', 'http://127.0.0.1:1/x.png'])(
    'nor pictures that an SVG links: %s',
    async (href) => {
      const printer = printerOf({
        ...own(`${page}#image("linking.svg", alt: "x")`),
        'templates/linking.svg': `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><image href="${href}" width="1" height="1"/></svg>`,
      });
      expect((await failureOf(printer.print(job()))).faults).toEqual([
        {
          file: 'templates/linking.svg',
          message: expect.stringMatching(/^links a picture that the design has not/),
        },
      ]);
    },
  );

  test.each(['templates/secret.txt', 'templates/folder', 'emblem.svg'])(
    'a symbolic link is refused: %s',
    (path) => {
      const directory = packWith({});
      symlinkSync(path.endsWith('folder') ? '/etc' : secret, join(directory, path));
      expect(() => openPrinter({ directories: [directory] })).toThrow(`${path} is a symbolic link`);
    },
  );

  test('what is no plain file is refused', () => {
    const directory = packWith({});
    execFileSync('mkfifo', [join(directory, 'templates/pipe.typ')]);
    expect(() => openPrinter({ directories: [directory] })).toThrow('templates/pipe.typ is no plain file');
  });

  test.each([
    '#import "@preview/cetz:0.3.0"',
    'x\n#include ( "@local/x:1.0.0")',
    '#{\n  import "@preview/a:1.0.0": b\n}',
  ])('a package is refused before anything is printed: %s', (text) => {
    const line = text.slice(0, text.search(/import|include/)).split('\n').length;
    expect(() => openPrinter({ directories: [packWith(own(text))] })).toThrow(
      `templates/own.typ:${line}: imports the package @`,
    );
  });

  test('a package in a comment is none', async () => {
    const printer = printerOf(own(`// #import "@preview/cetz:0.3.0"\n${page}Hello`));
    expect(isPdf(await printer.print(job()))).toBe(true);
  });

  test('a text of megabytes that is full of them, in comments, is looked through once', () => {
    const commented = '//import "@preview/x:1.0.0"';
    const text = `${`${commented}\n`.repeat(100_000)}${' '.repeat(500_000)}${commented.repeat(100_000)}`;
    expect(() => assertNoPackages('templates/own.typ', text)).not.toThrow();
    expect(() => assertNoPackages('templates/own.typ', `${text}\n#import "@preview/y:1.0.0"`)).toThrow(
      'templates/own.typ:100002: imports the package @preview/y:1.0.0',
    );
  });

  test('a package whose name is put together is refused as well, and nobody is asked for it', async () => {
    const asked: string[] = [];
    const server = createServer((socket) => {
      asked.push('connected');
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    // What a machine may have set: its proxy, and a folder with packages.
    const home = join(base, 'home');
    const folder = join(home, 'typst/packages/local/found/0.1.0');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'typst.toml'),
      '[package]\nname = "found"\nversion = "0.1.0"\nentrypoint = "lib.typ"\n',
    );
    writeFileSync(join(folder, 'lib.typ'), '#let x = 1');
    const before = { ...process.env };
    const proxy = `http://127.0.0.1:${port}`;
    Object.assign(process.env, {
      HTTPS_PROXY: proxy,
      ALL_PROXY: proxy,
      https_proxy: proxy,
      XDG_DATA_HOME: home,
      XDG_CACHE_HOME: home,
    });
    try {
      for (const name of ['preview/cetz:0.3.0', 'local/found:0.1.0']) {
        const { faults } = await failureOf(
          printerOf(own(`${page}#import "\\u{40}" + "${name}"`)).print(job()),
        );
        expect(faults).toEqual([
          {
            file: 'templates/own.typ',
            line: 3,
            column: 9,
            message: expect.stringMatching(/^imports a package: /),
          },
        ]);
      }
    } finally {
      process.env = before;
      server.close();
    }
    expect(asked).toEqual([]);
  });

  test('the service’s environment is not among them', async () => {
    process.env.MOHAR_TEST_SECRET = 'in nobody’s reach';
    const printer = printerOf({});
    await printer.print(job('templates/good.typ'));
    const environments = childrenOf(process.pid).map((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8'));
    delete process.env.MOHAR_TEST_SECRET;
    const rendering = environments.filter((text) => text.includes('FONTCONFIG_FILE'));
    expect(rendering.length).toBe(1);
    expect(rendering.join()).not.toMatch(/MOHAR|PATH=|DATABASE/);
  });
});

describe('fonts', () => {
  test.each(['DejaVu Sans', 'Nimbus Roman', 'Missing Grotesk'])(
    'one that the design has not is named, whether the machine has it or not: %s',
    async (family) => {
      const printer = printerOf(own(`${page}Hello\n#text(font: ("${family}", "Noto Sans"))[Hello]`));
      // Also where the page was laid out before.
      for (let n = 0; n < 3; n += 1) {
        const { code, faults } = await failureOf(printer.print(job()));
        expect(code).toBe('template');
        expect(faults).toMatchObject([
          {
            file: 'templates/own.typ',
            line: 4,
            message: `there is no font "${family.toLowerCase()}": put its files (TrueType or OpenType) into the design's fonts/`,
          },
        ]);
      }
    },
  );

  test('a name that is somebody’s data is not repeated', async () => {
    const printer = printerOf(own(`${page}#text(font: json("/certificate/content.json").name)[Hello]`));
    const { message } = await failureOf(printer.print(job(undefined, { content: { name: 'Asha Devi' } })));
    expect(message).toContain('there is no font of that name');
    expect(message).not.toMatch(/asha/i);
  });

  test('a design brings its own', async () => {
    const directory = packWith(own(`${page}#text(font: "Moha Sans")[Hello]`));
    const font = join(
      import.meta.dirname,
      '../../../node_modules/@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
    );
    const utf16 = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('latin1');
    const renamed = readFileSync(font).toString('latin1').replaceAll(utf16('Noto Sans'), utf16('Moha Sans'));
    mkdirSync(join(directory, 'fonts'));
    writeFileSync(join(directory, 'fonts/own.ttf'), Buffer.from(renamed, 'latin1'));
    const printer = openPrinter({ directories: [directory] });
    open.push(printer);
    expect(isPdf(await printer.print(job()))).toBe(true);
  });
});

describe('what fails names its place', () => {
  test('in a file that the template imports', async () => {
    const printer = printerOf({
      ...own(`${page}#import "other.typ": f\n#f()`),
      'templates/other.typ': '\n#let f() = {\n  (a: 1).at("b")\n}',
    });
    const { message, faults } = await failureOf(printer.print(job()));
    expect(message).toBe(
      'templates/other.typ:3:3: dictionary does not contain key … and no default value was specified',
    );
    expect(faults).toMatchObject([{ file: 'templates/other.typ', line: 3, column: 3 }]);
  });

  test('every fault of a file that cannot be read', async () => {
    const { faults } = await failureOf(printerOf(own('#let x = \n#foo(\n')).print(job()));
    expect(faults.map(({ line, message }) => [line, message])).toEqual([
      [1, 'expected expression'],
      [2, 'unclosed delimiter'],
    ]);
  });

  test('a template that the design has not', async () => {
    const printer = printerOf({ 'templates/data.json': '{}' });
    for (const template of ['templates/none.typ', '../other/x.typ', '/etc/x.typ', 'templates/data.json']) {
      expect(await failureOf(printer.print(job(template)))).toMatchObject({
        code: 'template',
        message: `${template}: the design has no such template.`,
      });
    }
  });

  test.each([
    ['#panic(c.name)', 'panicked with'],
    ['#panic("at", c)', 'panicked with'],
    ['#int(c.name)', 'invalid integer'],
    ['#assert(c.name == "", message: "no " + c.name)', 'assertion failed'],
    ['#c.at(c.name)', 'dictionary does not contain key …'],
    ['#image(c.name)', 'file not found'],
    ['#read("/templates/" + c.name)', 'file not found'],
  ])('on somebody’s data, but not the data: %s', async (template, said) => {
    const printer = printerOf(own(`${page}#let c = json("/certificate/content.json")\n${template}`));
    const name = 'Secret) "Name": (Other)';
    const failure = await failureOf(printer.print(job(undefined, { content: { name } })));
    expect(failure.message).toMatch(/^templates\/own\.typ:4:\d+: /);
    expect(failure.message).toContain(said);
    expect(JSON.stringify([failure.message, failure.faults])).not.toMatch(/Secret|Name|Other/);
  });

  test('with samples, what is said is said whole', async () => {
    const printer = printerOf(own(`${page}#panic(json("/certificate/content.json").name)`));
    const { message } = await failureOf(
      printer.print(job(undefined, { content: { name: 'Sample' }, sample: true })),
    );
    expect(message).toContain('panicked with: "Sample"');
  });
});

test('data are never run as markup', async () => {
  const printer = printerOf(own(`${page}#json("/certificate/content.json").name`));
  const pdf = await printer.print(job(undefined, { content: { name: '#panic("run") $x$ *b*' } }));
  expect(pdf.length).toBeGreaterThan(1_000);
});

test('a printer prints with other designs as well, each with its own files, and the same bytes again', async () => {
  const printers = ['A', 'B', 'C', 'D', 'E'].map((word) =>
    printerOf({ ...own(`${page}#read("word.txt")`), 'templates/word.txt': word.repeat(40) }),
  );
  const [printer] = printers as [Printer];
  const pdfs = new Map<string, Buffer>();
  for (const { design } of [...printers, ...printers]) {
    const pdf = Buffer.from(await printer.print(job(), design));
    expect(pdfs.get(design.digest) ?? pdf).toEqual(pdf);
    pdfs.set(design.digest, pdf);
  }
  expect(new Set([...pdfs.values()].map((pdf) => pdf.toString('latin1'))).size).toBe(5);
});

describe('processes', () => {
  test('end when they have nothing to do, and start again', async () => {
    const printer = printerOf({}, { idle: 50 });
    await printer.print(job('templates/good.typ'));
    const before = childrenOf(process.pid).length;
    await until(() => childrenOf(process.pid).length === before - 1);
    expect(isPdf(await printer.print(job('templates/good.typ')))).toBe(true);
  });

  test('keep little of what they printed', async () => {
    const printer = printerOf(
      own(`${page}#table(..range(30).map(n => [#n #read("/certificate/content.json")]))`),
      {
        width: 1,
      },
    );
    const others = new Set(childrenOf(process.pid));
    const memory = async (pages: number) => {
      for (let n = 0; n < pages; n += 1)
        await printer.print(job(undefined, { content: { n: Math.random() } }));
      const [renderer] = childrenOf(process.pid).filter((pid) => !others.has(pid));
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${renderer}/status`, 'utf8'))?.[1]) / 1_024;
    };
    const before = await memory(60);
    expect(await memory(200)).toBeLessThan(before + 60);
  });

  test('one that is killed while it has nothing to do is replaced', async () => {
    const printer = printerOf({}, { width: 1 });
    const others = new Set(childrenOf(process.pid));
    await printer.print(job('templates/good.typ'));
    for (const pid of childrenOf(process.pid)) if (!others.has(pid)) process.kill(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isPdf(await printer.print(job('templates/good.typ')))).toBe(true);
  });

  test('end with the service, also where it is killed while a page has no end', async () => {
    const directory = packWith(own(page + endless));
    const service = fork(join(import.meta.dirname, 'printing-service.ts'), [directory], { execArgv: [] });
    const [renderer] = await new Promise<number[]>((resolve) =>
      service.once('message', (pids) => resolve(pids as number[])),
    );
    expect(existsSync(`/proc/${renderer}`)).toBe(true);
    service.kill('SIGKILL');
    await until(() => !existsSync(`/proc/${renderer}`));
  });
});

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error('it never came to hold');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a message file that cannot be read is a fault of the design, with its line', () => {
  const own = packWith({
    'messages/en.po': 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgctxt "name\nmsgid "x"\n',
  });
  const open = () => openPrinter({ directories: [own, packWith({})] });
  expect(open).toThrow(/^messages\/en\.po:4:1: Error parsing PO data: End-of-line within string/);
  expect(open).toThrow(PrintError);
});

test('characters that no font can draw are named; names in the scripts of South Asia and more are drawn', () => {
  expect(unprintableCharacters('Zoë Nguyễn Łukasz Ðorđe', [])).toEqual([]);
  expect(unprintableCharacters('क्षत्रिय ज्ञानेश्वर श्रीमती र्\u200dय', [])).toEqual([]);
  const elsewhere = 'முருகன் রহিম రామ ಕೃಷ್ಣ ശ്രീമതി ગાંધી ਸਿੰਘ ଓଡ଼ିଆ ශ්‍රී محمد Ζωή Юлия';
  expect(unprintableCharacters(elsewhere, [])).toEqual([]);
  expect(unprintableCharacters('A𓂀B𓂀', [])).toEqual(['𓂀']);
});
