import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

type Answer = Record<string, unknown>;

/** A running Chromium, spoken to in the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/). */
export interface Chromium {
  /** `Chrome/` and its version. */
  readonly product: string;
  openPage(): Promise<Page>;
  close(): Promise<void>;
}

/** A tab. */
export interface Page {
  /** Replaces the page by a document, waits until that is loaded with its pictures, and prints it on A4. */
  print(html: string): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * Starts the Chromium or Chrome that is on the PATH, without a window.
 *
 * @returns undefined where there is none.
 * @throws Error where it does not start.
 */
export async function openChromium(): Promise<Chromium | undefined> {
  const binary = ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
    .find((file) => existsSync(file));
  if (!binary) return undefined;
  const profile = mkdtempSync(join(tmpdir(), 'mohar-bench-'));
  const child = spawn(
    binary,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve()).once('error', () => resolve());
  }).then(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
  const send = speak(child.stdio[3] as Writable, child.stdio[4] as Readable, ended);
  const { product } = await send('Browser.getVersion');
  return {
    product: String(product),
    openPage: async () => {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      return {
        print: async (html) => {
          const expression = `(${replaceDocument})(${JSON.stringify(html)})`;
          await send('Runtime.evaluate', { expression, awaitPromise: true }, sessionId);
          const paper = { paperWidth: 210 / 25.4, paperHeight: 297 / 25.4 };
          const { data } = await send('Page.printToPDF', paper, sessionId);
          return Buffer.from(String(data), 'base64');
        },
        close: async () => {
          await send('Target.closeTarget', { targetId });
        },
      };
    },
    close: async () => {
      // It may end before it answers.
      await send('Browser.close').catch(() => {});
      await ended;
    },
  };
}

/** Runs in the page; what puppeteer's `setContent` does. */
function replaceDocument(html: string): Promise<unknown> {
  document.open();
  const loaded = new Promise((resolve) => addEventListener('load', resolve));
  document.write(html);
  document.close();
  return loaded;
}

/** Commands out, answers in: JSON, each message ended by a zero byte. */
function speak(output: Writable, input: Readable, ended: Promise<void>) {
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  let last = 0;
  let text = '';
  input.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (text + chunk).split('\0');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const { id, result, error } = JSON.parse(message);
      if (error) waiting.get(id)?.reject(new Error(`Chromium: ${error.message}`));
      else waiting.get(id)?.resolve(result);
      waiting.delete(id);
    }
  });
  output.on('error', () => {});
  const death = ended.then((): never => {
    throw new Error('Chromium ended.');
  });
  death.catch(() => {});
  return (method: string, params: object = {}, sessionId?: unknown): Promise<Answer> => {
    last += 1;
    const answer = Promise.withResolvers<Answer>();
    waiting.set(last, answer);
    output.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    return Promise.race([answer.promise, death]);
  };
}
