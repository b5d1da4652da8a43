import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { changePiece } from '../country/pack-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'mohar-country-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function mohar(...args: string[]) {
  return new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(import.meta.dirname, '../../bin/mohar.js'), 'country', ...args],
      { env: { PATH: process.env.PATH }, cwd: root },
      (error, stdout, stderr) => resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

describe('mohar country', () => {
  test('new writes a pack, says what to edit first, and writes over nothing', async () => {
    const made = await mohar('new', 'low-land', '--into', root);
    expect([made.status, made.stderr]).toEqual([0, '']);
    expect(made.stdout).toContain('Edit first:\n  country.yaml');
    expect(readFileSync(join(root, 'low-land/country.yaml'), 'utf8')).toContain(
      'Ministry of Health of Low Land',
    );
    expect(readFileSync(join(root, 'low-land/country.yaml'), 'utf8')).not.toContain('{{');
    writeFileSync(join(root, 'low-land/regions.yaml'), 'regions: [] # ours\n');
    const again = await mohar('new', 'low-land', '--into', root);
    expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('nothing was written')]);
    expect(readFileSync(join(root, 'low-land/regions.yaml'), 'utf8')).toBe('regions: [] # ours\n');
    expect((await mohar('new', '../out', '--into', root)).status).toBe(2);
    expect(existsSync(join(root, '../out'))).toBe(false);
  });

  test('check of a good pack says what is in it: exit status 0', async () => {
    const { status, stdout } = await mohar('check', 'low-land');
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(/low-land has no faults: 2 languages, 3 vaccines, .*\n$/),
    ]);
    expect((await mohar('check', 'default')).status).toBe(0);
  });

  test('check of a bad one says every fault, where it is: exit status 1', async () => {
    const directory = join(root, 'low-land');
    writeFileSync(join(directory, 'emblem.svg'), '<svg xmlns="http://www.w3.org/2000/svg">\n<script/></svg>');
    writeFileSync(
      join(directory, 'bulk.yaml'),
      'vaccination:\n  dose: Dose\n  recipientAge: recipientName\n',
    );
    writeFileSync(
      join(directory, 'messages/en.po'),
      [
        'msgid ""',
        'msgstr "Language: en\\n"',
        '',
        'msgctxt "beneficiary"',
        'msgid "Beneficiary"',
        'msgstr "Holder {dose"',
        '',
        'msgctxt "name"',
        'msgid "Full name"',
        'msgstr "Full name of {years}"',
        '',
        '#, fuzzy',
        'msgctxt "age"',
        'msgid "Age"',
        'msgstr "\u{1F40B}"',
      ].join('\n'),
    );
    changePiece(directory, 'vaccines.yaml', ({ vaccines }) => {
      vaccines[0].eu.product = 'EU/0/00/0000';
      vaccines[1].cvx = '183';
    });
    changePiece(directory, 'identities.yaml', ({ identities }) => {
      identities[0].name = 'identityDocuments.sea-pass';
    });
    changePiece(directory, 'examples/test.json', (event) => {
      event.testDetails.result = 'Void';
    });
    symlinkSync('/etc/hostname', join(directory, 'templates/link.typ'));
    const { status, stdout } = await mohar('check', 'low-land');
    expect(status).toBe(1);
    expect(stdout.trimEnd().split('\n')).toEqual([
      'low-land/emblem.svg:2:1: /: must have no script',
      'low-land/templates/link.typ: /: is a symbolic link: copy the file instead',
      expect.stringMatching(/^low-land\/messages\/en\.po:4:1: \/beneficiary: must be ICU MessageFormat/),
      'low-land/messages/en.po:8:1: /name: asks for years, which this message does not know',
      'low-land/messages/en.po:13:1: /age: is marked fuzzy: look at it, and take the mark away',
      'low-land/messages/en.po:13:1: /age: has characters that no font has: \u{1F40B}',
      expect.stringMatching(
        /messages\/fr\.po:\d+:1: \/name: translates “Name”, but the English is “Full name” now$/,
      ),
      expect.stringMatching(
        /^low-land\/identities\.yaml:\d+:11: \/identities\/0\/name: must be the key of a message/,
      ),
      expect.stringMatching(
        /^low-land\/vaccines\.yaml:\d+:16: \/vaccines\/0\/eu\/product: must be an active code/,
      ),
      expect.stringMatching(
        /^low-land\/vaccines\.yaml:\d+:10: \/vaccines\/1\/cvx: must be a CVX code of a vaccine against COVID-19: this one is against Yellow fever$/,
      ),
      expect.stringMatching(/^low-land\/bulk\.yaml:2:9: \/vaccination\/dose: is no column of such uploads/),
      'low-land/bulk.yaml:3:17: /vaccination/recipientAge: must be the heading of one column alone',
      expect.stringMatching(
        /^low-land\/examples\/test\.json:\d+:\d+: \/testDetails\/result: must be one of Positive, Negative$/,
      ),
      '13 faults.',
    ]);
  });

  test('check prints a page of each kind: what cannot be printed is told by template, line and column', async () => {
    const { stderr } = await mohar('new', 'high-land', '--into', root);
    expect(stderr).toBe('');
    const page = join(root, 'high-land/templates/vaccination-domestic.typ');
    const right = readFileSync(page, 'utf8');
    const faultsWith = async (text: string) => {
      writeFileSync(page, text);
      const { status, stdout } = await mohar('check', 'high-land');
      expect(status).toBe(1);
      return stdout.trimEnd().split('\n').slice(0, -1);
    };
    const at = (text: string) => right.slice(0, right.indexOf(text)).split('\n').length;
    expect(await faultsWith(right.replace('with-scripts("Noto Sans")', 'with-scripts("Gotham")'))).toEqual([
      expect.stringMatching(
        /^high-land\/templates\/vaccination-domestic\.typ:\d+:\d+: \/: there is no font "gotham"/,
      ),
    ]);
    expect(await faultsWith(right.replace('qr-picture(100%)', 'qr-pikture(100%)'))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^high-land/templates/vaccination-domestic\\.typ:${at('qr-picture(100%)')}:\\d+: /: unknown variable`,
        ),
      ),
    ]);
    expect(await faultsWith(`${right}#import "@preview/cetz:0.3.0": *\n`)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^high-land/templates/vaccination-domestic\\.typ:${right.split('\n').length}:1: /: imports the package`,
        ),
      ),
    ]);
    writeFileSync(page, right);
    writeFileSync(join(root, 'high-land/emblem.svg'), '<svg xmlns="http://www.w3.org/2000/svg"><path</svg>');
    writeFileSync(join(root, 'high-land/vaccine.yaml'), 'vaccines: []\n');
    writeFileSync(
      join(root, 'high-land/messages/en.po'),
      'msgid ""\nmsgstr "Language: en\\n"\n\nmsgctxt "name\n',
    );
    expect((await mohar('check', 'high-land')).stdout.split('\n').slice(0, -2)).toEqual([
      expect.stringMatching(/^high-land\/messages\/en\.po:4:1: \/: Error parsing PO data/),
      expect.stringMatching(
        /^high-land\/vaccine\.yaml:1:1: \/: is read by nobody: the pieces of a pack are country\.yaml,/,
      ),
    ]);
    writeFileSync(
      join(root, 'high-land/messages/en.po'),
      `msgid ""\nmsgstr "Language: en\\n"\n\nmsgctxt "new"\nmsgid "New"\nmsgstr "Ne\u0301w"\n`,
    );
    expect((await mohar('check', 'high-land')).stdout.split('\n').slice(0, -2)).toEqual([
      'high-land/messages/en.po:4:1: /new: must be in Unicode’s normal form C',
      // The file of the pack that says it, although there is none yet.
      expect.stringMatching(/^high-land\/messages\/fr\.po:1:1: \/new: must be there/),
      expect.stringMatching(/^high-land\/vaccine\.yaml:1:1/),
      expect.stringMatching(/^high-land\/emblem\.svg: \/: failed to parse SVG/),
    ]);
  }, 60_000);

  test('check of what is no pack: exit status 2', async () => {
    const { status, stderr } = await mohar('check', 'nowhere');
    expect([status, stderr]).toEqual([2, expect.stringContaining('There is no pack in nowhere')]);
  });
});

test.each([
  [
    '<?xml version="1.0"?>\n<!-- drawn by us -->\n<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>\n',
    [],
  ],
  ['<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', ['must be an SVG picture']],
  ['{"svg": true}', ['must be an SVG picture']],
  ['', ['must be an SVG picture']],
  ['<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/>', ['must be an SVG picture']],
  ['<svg xmlns="http://www.w3.org/2000/svg"><a href="https://x.example"/></svg>', ['must refer to nothing']],
  ['<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', ['must have no event handler']],
  [
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/><image href="data:image/png;base64,AA=="/></svg>',
    [],
  ],
])('an emblem: %s', async (text, expected) => {
  const { emblemFaults } = await import('../../src/cli/country/emblem-faults.ts');
  const directory = mkdtempSync(join(root, 'emblem-'));
  writeFileSync(join(directory, 'emblem.svg'), text);
  const faults = emblemFaults({ directories: [directory] } as never);
  expect(faults.map(({ message }) => message)).toEqual(
    expected.map((start) => expect.stringContaining(start)),
  );
});
