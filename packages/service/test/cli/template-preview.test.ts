import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadImage } from '@napi-rs/canvas';
import { afterAll, expect, test } from 'vitest';
import { codeOnPaper } from '../on-paper.ts';

const root = join(import.meta.dirname, '../../../..');
const base = mkdtempSync(join(tmpdir(), 'mohar-preview-'));
const running = new Set<{ kill(): void }>();
afterAll(() => {
  for (const one of running) one.kill();
  rmSync(base, { recursive: true, force: true });
});

/** `mohar template preview`, with what it says as it says it. */
function preview(...args: string[]) {
  const cli = join(root, 'packages/service/src/cli/main.ts');
  const child = spawn(process.execPath, [cli, 'template', 'preview', ...args], {
    cwd: base,
    env: { PATH: process.env.PATH ?? '' },
  });
  running.add({ kill: () => child.kill('SIGKILL') });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return {
    ended,
    said: () => said,
    stop: () => child.kill('SIGINT'),
    until: async (text: RegExp) => {
      for (let n = 0; n < 600; n += 1) {
        const found = text.exec(said);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`it never said ${text}; it said: ${said}`);
    },
  };
}

test('every kind and stage in the languages that are asked for, as pictures in a page', async () => {
  const out = join(base, 'gallery');
  const command = preview(
    '--out',
    out,
    '--language',
    'en',
    'hi,en',
    '--kind',
    'vaccination-domestic',
    'test',
    'health',
  );
  expect(await command.ended, command.said()).toBe(0);
  const page = readFileSync(join(out, 'index.html'), 'utf8');
  expect([...page.matchAll(/<h2 id="([^"]*)"/g)].map(([, id]) => id)).toEqual(['en', 'hi + en']);
  const pictures = [...page.matchAll(/src="([^"]*)"/g)].map(([, path]) => decodeURIComponent(path as string));
  expect(pictures.map((path) => path.replace(/-1-[0-9a-f]{8}\.png$/, ''))).toEqual(
    ['en', 'hi+en'].flatMap((languages) =>
      [
        'vaccination-domestic-provisional',
        'vaccination-domestic-final',
        'vaccination-domestic-precaution',
        'test-negative',
        'test-positive',
        'health-professional',
      ].map((name) => `${languages}/${name}`),
    ),
  );
  for (const path of pictures) {
    const { width, height } = await loadImage(join(out, path));
    expect([width, height]).toEqual([827, 1170]);
  }
  const code = await codeOnPaper(readFileSync(join(out, 'en/vaccination-domestic-final.pdf')));
  expect(code?.bytes.length).toBeGreaterThan(500);
});

test('a sample, language or port that there is not is refused by name', async () => {
  const command = preview('--out', join(base, 'none'), '--kind', 'passport');
  expect(await command.ended).toBe(2);
  expect(command.said()).toContain(
    '--kind: there is no such sample; there are vaccination-domestic-provisional,',
  );
  const tongue = preview('--out', join(base, 'none'), '--kind', 'test', '--language', 'en,../hi');
  expect(await tongue.ended).toBe(2);
  expect(tongue.said()).toBe('mohar: --language: the design has no messages/../hi.po.\n');
  const port = preview('--out', join(base, 'none'), '--watch', '--port', '70000');
  expect(await port.ended).toBe(2);
  expect(port.said()).toBe('mohar: --port: a whole number up to 65535.\n');
  expect(existsSync(join(base, 'none/index.html'))).toBe(false);
  const unknown = preview('--out', join(base, 'none'), '--kind', 'test-negative', '--language', 'zz');
  expect(await unknown.ended).toBe(2);
  expect(unknown.said()).toBe('mohar: --language: the design has no messages/zz.po.\n');
});

test('a design that cannot be used is told as such', async () => {
  const pack = join(base, 'linking');
  cpSync(join(root, 'countries/default'), pack, { recursive: true });
  symlinkSync('/etc/hostname', join(pack, 'templates/secret.txt'));
  const command = preview('--country', pack, '--out', join(base, 'linked'));
  expect(await command.ended).toBe(2);
  expect(command.said()).toBe('mohar: templates/secret.txt is a symbolic link: copy the file instead.\n');
});

test('--watch prints again what changed, shows what is wrong with its place, and tells the page', async () => {
  // A country of the test's own.
  const pack = join(base, 'watched-country');
  cpSync(join(root, 'countries/default'), pack, { recursive: true });
  const out = join(base, 'watched');
  const command = preview('--country', pack, '--out', out, '--language', 'en', '--watch', '--port', '0');
  const [, address] = (await command.until(/gallery is at (\S+);/)) as unknown as [string, string];
  const pictures = () => readdirSync(join(out, 'en')).filter((file) => file.endsWith('.png')).length;
  expect(pictures()).toBe(19);

  const events = await fetch(new URL('events', address));
  const reader = (events.body as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  const template = join(pack, 'templates/test-result.typ');
  const good = readFileSync(template, 'utf8');
  writeFileSync(template, good.replace('qr-panel()', 'qr-pannel()'));
  // Both pages of tests have it: it is told once.
  await command.until(
    /templates\/test-result\.typ:\d+:\d+: unknown variable: qr-pannel.* \(test-negative, en; and 1 more\)\n/,
  );
  await command.until(/17 of 19 pages printed/);
  expect(Buffer.from((await reader.read()).value as Uint8Array).toString()).toContain('event: change');
  const page = await (await fetch(address)).text();
  expect(page).toMatch(/<b>templates\/test-result\.typ:\d+:\d+<\/b> unknown variable: qr-pannel/);

  writeFileSync(template, `${good}\n#text(size: 6pt)[changed]`);
  // The two pages of tests, and no other.
  await command.until(/19 of 19 pages printed, 2 drawn/);
  await reader.cancel();
  expect((await fetch(new URL('../etc/passwd', address))).status).toBe(404);
  expect((await fetch(new URL('%2e%2e%2f%2e%2e%2fetc/x.html', address))).status).toBe(404);
  // Whatever is asked for, it goes on.
  mkdirSync(join(out, 'folder.png'));
  for (const path of ['%ff', 'en/%', '/']) expect((await fetch(`${address}${path}`)).status).toBe(404);
  await expect(fetch(`${address}folder.png`).then((answer) => answer.text())).rejects.toThrow();
  expect((await fetch(address)).headers.get('cross-origin-resource-policy')).toBe('same-origin');
  command.stop();
  expect(await command.ended).toBe(0);
});
