import { existsSync } from 'node:fs';
import { type BrowserContext, chromium, type ViewportSize } from 'playwright-core';
import { standInCamera } from './stand-in-camera.ts';
import { unpackNpmChromium } from './unpack-npm-chromium.ts';

/** No browser could be started; says why, and which command would help. */
export class NoBrowserError extends Error {
  readonly code = 'NO_BROWSER';
}

export interface BrowserSetting {
  /** Folder of the profile: what the browser keeps from one start to the next. */
  readonly profile: string;
  /** MJPEG file that the camera shows, again and again, at 30 frames a second. Without one there is no camera. */
  readonly cameraVideo?: string;
  /** The answer to whether a page may use the camera. */
  readonly camera?: 'granted' | 'refused';
  readonly viewport?: ViewportSize;
  readonly locale?: string;
}

/** A program to try. `open` gives what it takes to start it. */
interface Candidate {
  readonly name: string;
  /** Built without cameras, also without the fake one. */
  readonly blind?: boolean;
  open(): { executablePath: string; env?: Readonly<Record<string, string>> };
}

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** `MOHAR_TEST_BROWSER` alone where it is set; else the system's browsers, and the one from npm after them. */
function candidates(): Candidate[] {
  const chosen = process.env.MOHAR_TEST_BROWSER;
  if (chosen) return [{ name: `MOHAR_TEST_BROWSER (${chosen})`, open: () => ({ executablePath: chosen }) }];
  return [
    ...usualPlaces
      .filter((place) => existsSync(place))
      .map((executablePath) => ({ name: executablePath, open: () => ({ executablePath }) })),
    { name: 'npm package @sparticuz/chromium', blind: true, open: unpackNpmChromium },
  ];
}

let working: Candidate | undefined;

/**
 * Opens a Chromium without a window. The first that starts is taken for all further ones.
 *
 * @throws NoBrowserError where none starts.
 */
export async function openBrowser(setting: BrowserSetting): Promise<BrowserContext> {
  const reasons: string[] = [];
  for (const candidate of working ? [working] : candidates()) {
    try {
      const context = await start(candidate, setting);
      working = candidate;
      return context;
    } catch (error) {
      reasons.push(`${candidate.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new NoBrowserError(
    [
      'The browser tests found no browser that starts.',
      'Install one with `apt-get install chromium` or `npx playwright-core install --with-deps chromium`,',
      'or name one in MOHAR_TEST_BROWSER. What was tried:',
      ...reasons,
    ].join('\n'),
  );
}

async function start(candidate: Candidate, setting: BrowserSetting): Promise<BrowserContext> {
  const { profile, cameraVideo, camera, viewport = { width: 390, height: 844 }, locale = 'en-GB' } = setting;
  const { executablePath, env } = candidate.open();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    ...(env ? { env: { ...process.env, ...env } as Record<string, string> } : {}),
    args: [
      // Root, as in containers, has no sandbox.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(cameraVideo
        ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${cameraVideo}`]
        : []),
    ],
    permissions: camera === 'granted' ? ['camera'] : [],
    viewport,
    locale,
    // A tap is what people do on phones; both kinds of pages take it.
    hasTouch: true,
  });
  if (candidate.blind) await standInCamera(context, cameraVideo);
  if (camera === 'refused') await refuseCamera(context);
  return context;
}

async function refuseCamera(context: BrowserContext): Promise<void> {
  const page = context.pages()[0] ?? (await context.newPage());
  const session = await context.newCDPSession(page);
  await session.send('Browser.setPermission', { permission: { name: 'camera' }, setting: 'denied' });
}
