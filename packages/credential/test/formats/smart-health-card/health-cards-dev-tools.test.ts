import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../../../../../tools/judges/ask.ts';
import { decodeHealthCard } from '../../../src/formats/smart-health-card/decode.ts';
import { contentHealthCard } from '../../../src/formats/smart-health-card/encode.ts';
import { toFile } from '../../../src/formats/smart-health-card/file.ts';
import { matrixOf } from '../../../src/qr/matrix.ts';
import { qrPng } from '../../../src/qr/png.ts';
import { cardRevocationList } from '../../../src/status/card-revocation-list.ts';
import { cardKeySet } from '../../../src/trust/card-key-set.ts';
import { cardText, type Kind, publicPem, signer } from './sample-card.ts';

/**
 * The official validator, smart-on-fhir/health-cards-dev-tools, is in no registry. Cloned and built (`npm install
 * --ignore-scripts`, `npm install --no-save --ignore-scripts sharp@0.34`, `npx tsc`), it is asked here; keys and revocation
 * list it fetches itself from a server of this test.
 */
const devTools = process.env.HEALTH_CARDS_DEV_TOOLS;
if (!devTools) {
  process.stderr.write(
    '\n*** HEALTH_CARDS_DEV_TOOLS names no folder with a built health-cards-dev-tools.\n*** Tests that it judges are SKIPPED.\n\n',
  );
}

const judge = join(import.meta.dirname, '../../../../../tools/judges/health-cards-dev-tools.cjs');
const folder = mkdtempSync(join(tmpdir(), 'health-cards-'));
const keySet = cardKeySet([{ publicKey: publicPem, crlVersion: 2 }]);
const files: Readonly<Record<string, unknown>> = {
  '/cards/.well-known/jwks.json': keySet,
  [`/cards/.well-known/crl/${signer.keyId}.json`]: cardRevocationList({
    kid: signer.keyId,
    ctr: 2,
    rids: ['no-card', 'ZW7QD48VXF7XQXTV4'],
  }),
};
let server: Server;
let iss: string;

beforeAll(async () => {
  if (!devTools) return;
  server = createServer(selfSigned(), ({ url = '' }, response) => {
    const file = files[url];
    response.writeHead(file ? 200 : 404, { 'access-control-allow-origin': '*' });
    response.end(JSON.stringify(file ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  iss = `https://localhost:${(server.address() as AddressInfo).port}/cards`;
});

afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true });
});

const kinds: readonly Kind[] = ['vaccination', 'vaccination-international', 'test'];

test.skipIf(!devTools)(
  'our key set and our cards, from QR code to bundle: no error, no warning',
  async () => {
    const files: FileToJudge[] = [{ type: 'jwkset', name: 'jwks.json', content: JSON.stringify(keySet) }];
    for (const kind of kinds) files.push(...formsOf(kind, await cardText(kind, { iss })));
    const names = { family: 'Ramakrishnan', given: 'Asha Devi' };
    files.push(...formsOf('names', await cardText('vaccination', { iss, names })));
    expect(files).toHaveLength(21);
    expect(await complaints(files)).toEqual({});
  },
);

test.skipIf(!devTools)('a changed card is found: the judge does judge', async () => {
  const { jws } = decodeHealthCard(await cardText('vaccination', { iss }));
  const [head, body, signature = ''] = jws.split('.');
  const content = `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  expect(await complaints([{ type: 'jws', name: 'changed.txt', content }])).toEqual({
    'changed.txt': ['ERROR: JWS verification failed'],
  });
});

interface FileToJudge {
  readonly type: 'jwkset' | 'qr' | 'qrnumeric' | 'healthcard' | 'jws' | 'jwspayload';
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** A card in every form that the validator takes. */
function formsOf(name: string, text: string): FileToJudge[] {
  const { jws, payload } = decodeHealthCard(text);
  return [
    { type: 'qr', name: `${name}.png`, content: qrPng(matrixOf(contentHealthCard(text), 'low', 22)) },
    { type: 'qrnumeric', name: `${name}.qr.txt`, content: text },
    { type: 'healthcard', name: `${name}.smart-health-card`, content: toFile(jws) },
    { type: 'jws', name: `${name}.jws.txt`, content: jws },
    { type: 'jwspayload', name: `${name}.json`, content: JSON.stringify(payload) },
  ];
}

interface Finding {
  readonly level: 'DEBUG' | 'INFO' | 'NOTE' | 'WARNING' | 'ERROR' | 'FATAL';
  readonly message: string;
}

/** What the validator says once it has looked at every layer of a file. */
const lastSteps = {
  jwkset: ['Validating key'],
  jwspayload: ['FHIR bundle validated'],
  card: ['JWS payload inflated', 'Retrieving CRL', 'FHIR bundle validated'],
};

/** What the validator finds, from warnings upwards, by file; files without a finding are left out. */
async function complaints(files: readonly FileToJudge[]): Promise<Record<string, string[]>> {
  const paths = files.map(({ type, name, content }) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return { path, type };
  });
  const found = await ask<readonly Finding[]>(
    'healthCardsDevTools',
    { folder: devTools, files: paths },
    judge,
  );
  const answer: Record<string, string[]> = {};
  files.forEach(({ type, name }, n) => {
    const findings = found[n] ?? [];
    const said = findings.map(({ message }) => message).join('\n');
    for (const step of lastSteps[type as keyof typeof lastSteps] ?? lastSteps.card)
      expect(said).toContain(step);
    const bad = findings.filter(({ level }) => !['DEBUG', 'INFO', 'NOTE'].includes(level));
    if (bad.length > 0) answer[name] = bad.map(({ level, message }) => `${level}: ${message}`);
  });
  return answer;
}

/** By OpenSSL, which the validator needs too. */
function selfSigned(): { key: Buffer; cert: Buffer } {
  const [key, cert] = [join(folder, 'server.key'), join(folder, 'server.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const out = ['-keyout', key, '-out', cert, '-subj', '/CN=localhost'];
  execFileSync('openssl', ['req', '-x509', ...curve, '-noenc', ...out], { stdio: 'pipe' });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}
