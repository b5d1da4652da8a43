import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageFolder = fileURLToPath(new URL('..', import.meta.resolve('@sparticuz/chromium')));
const caches = join(import.meta.dirname, '../../../../../node_modules/.cache');

/** A Chromium that was unpacked, and the environment that it starts in. */
export interface UnpackedChromium {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Unpacks the Chromium of the npm package `@sparticuz/chromium` with the libraries and fonts that it brings, once for
 * each version of the package, into `node_modules/.cache`.
 *
 * @throws Error with the reason where it cannot be unpacked.
 */
export function unpackNpmChromium(): UnpackedChromium {
  const manifest = readFileSync(join(packageFolder, 'package.json'));
  const folder = join(caches, `chromium-${createHash('sha256').update(manifest).digest('hex').slice(0, 16)}`);
  if (!existsSync(folder)) unpackInto(folder);
  const { LD_LIBRARY_PATH } = process.env;
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [LD_LIBRARY_PATH, join(folder, 'al2023/lib')].filter(Boolean).join(':'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}

/** The package unpacks into the folder for temporary files: a process of its own gets one of its own. */
function unpackInto(folder: string): void {
  mkdirSync(caches, { recursive: true });
  const temporary = mkdtempSync(join(caches, 'unpacking-'));
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: temporary },
    encoding: 'utf8',
  });
  try {
    if (status !== 0) throw new Error(`It could not be unpacked: ${stderr.trim()}`);
    writeFileSync(join(temporary, 'fonts.conf'), fontsConf(folder));
    // Whole or not at all; another process may have been faster.
    if (!existsSync(folder)) renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

const program = `
  import chromium, { inflate } from '@sparticuz/chromium';
  await Promise.all([chromium.executablePath(), inflate(${JSON.stringify(join(packageFolder, 'bin/al2023.tar.br'))})]);
`;

/** Where fontconfig looks: the package's own file names folders that only its usual host has. */
const fontsConf = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>${join(caches, '../@expo-google-fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
