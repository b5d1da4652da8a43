/**
 * The first thing a newcomer runs: starts Mohar on a fresh embedded database, sends it the sample events as a
 * source system would, keeps what comes back in demo/, and reads a QR code back with a decoder that Mohar did
 * not write. With --once it ends then; its exit status says whether all of it held.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpackDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { readQrImage } from '@mohar/service/src/cli/qr-image.ts';
import { readConfig } from '@mohar/service/src/config.ts';
import { startService } from '@mohar/service/src/serve.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'demo');
const once = process.argv.includes('--once');
const say = (line = '') => process.stdout.write(`${line}\n`);

function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`This should hold, and does not: ${what}`);
}

const apiKey = `demo_${randomBytes(24).toString('base64url')}`;
rmSync(out, { recursive: true, force: true });
const data = join(out, 'data');
const service = await startService(
  readConfig({
    PORT: once ? '0' : (process.env.PORT ?? '3000'),
    MOHAR_DATA: data,
    MOHAR_API_KEY: apiKey,
    MOHAR_LOG_LEVEL: 'error',
  }),
);
const { address, issuer } = service;
say(`Mohar serves at ${address}`);

try {
  writeFileSync(join(out, 'issuer-public-key.pem'), String(issuer.trust[0]?.publicKey));
  await certify('vaccination', '/divoc/api/v1/certify', '/certificatePDF/39791185041847');
  await certify('test', '/divoc/api/v1/test/certify', '/test/certificatePDF/39791185041849');
  await certify('yellow-fever', '/divoc/api/v3/certify');
  await exportForTravellers();
  issueWithRsa();
  if (once) say('All of it held.');
  else sayWhatNext();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
if (once || process.exitCode) await service.close();
else {
  const stop = () => void service.close().then(() => process.exit(0));
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** Sends one sample event and keeps credential, QR and PDF: by the holder's id as DIVOC has it, or by its own. */
async function certify(name: string, path: string, pdfPath?: string): Promise<void> {
  const event = JSON.parse(readFileSync(join(root, 'examples', `${name}.json`), 'utf8'));
  const answer = await call(`${path}?include=credential,qr`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([event]),
  });
  const [result] = (await answer.json()) as { status: string; certificateId: string; qr: string }[];
  expect(answer.status === 200 && result?.status === 'issued', `${name}: the event is certified`);

  const credential = await (await call(`/divoc/api/v1/certificates/${result.certificateId}`)).text();
  const byId = `/certificatePDF?certificateId=${result.certificateId}`;
  const pdf = await call(`/certificate/api${pdfPath ?? byId}`);
  expect(pdf.status === 200, `${name}: the PDF is there`);
  const directory = join(out, name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'credential.json'), credential);
  writeFileSync(join(directory, 'qr.png'), Buffer.from(result.qr, 'base64'));
  writeFileSync(join(directory, 'certificate.pdf'), Buffer.from(await pdf.arrayBuffer()));

  const scanned = await readQrImage(readFileSync(join(directory, 'qr.png')), `demo/${name}/qr.png`);
  expect(unpackDivocPayload(scanned) === credential, `${name}: the QR code holds the credential to the byte`);
  const { verdict } = await verify(scanned, { trust: issuer.trust, at: Date.now() });
  expect(verdict === 'valid', `${name}: the QR code verifies`);
  say(`  demo/${name}/  certificate ${result.certificateId}: read from its QR code, it is valid`);
}

/** The vaccinations in the formats of other countries: their codes are read from the picture, and verified. */
async function exportForTravellers(): Promise<void> {
  const directory = join(out, 'travel');
  mkdirSync(directory, { recursive: true });
  const covid = 'refId=39791185041847';
  const yellowFever = `refId=39791185041850&disease=${encodeURIComponent('Yellow fever')}`;
  for (const [name, query] of [
    ['eu', covid],
    ['shc', covid],
    ['ddcc', covid],
    ['vds', covid],
    ['icvp', yellowFever],
  ]) {
    const path = `/certificate/api/${name}-certificate?${query}`;
    const pdf = await call(path);
    const code = await call(`${path}&type=qrcode`);
    expect(pdf.status === 200 && code.status === 200, `${name}: the certificate is there`);
    writeFileSync(join(directory, `${name}.pdf`), Buffer.from(await pdf.arrayBuffer()));
    writeFileSync(join(directory, `${name}.png`), Buffer.from(await code.arrayBuffer()));
    const scanned = await readQrImage(
      readFileSync(join(directory, `${name}.png`)),
      `demo/travel/${name}.png`,
    );
    const answer = await call('/verify', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ bytes: Buffer.from(scanned).toString('base64') }),
    });
    const { verdict, formatName } = (await answer.json()) as { verdict: string; formatName: string };
    expect(verdict === 'valid', `${name}: the code verifies`);
    const version = code.headers.get('x-qr-version');
    say(`  demo/travel/${name}.pdf  ${formatName}: QR version ${version}, valid`);
  }
  const fhir = await (await call(`/certificate/api/fhir-certificate?${covid}`)).text();
  writeFileSync(join(directory, 'fhir.json'), fhir);
}

/** The same event under DIVOC's older proof, by the command line, which needs no server. */
function issueWithRsa(): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'packages/service/src/cli/main.ts'),
      ...['issue', join(root, 'examples/vaccination.json')],
      ...['--proof', 'RsaSignature2018', '--out', join(out, 'vaccination-rsa')],
    ],
    { env: { ...process.env, MOHAR_DATA: data }, encoding: 'utf8' },
  );
  expect(status === 0, `mohar issue works without a server: ${stderr}`);
  say('  demo/vaccination-rsa/  the same with RsaSignature2018');
}

function call(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(address + path, { ...init, headers: { ...init.headers, authorization: `Bearer ${apiKey}` } });
}

function sayWhatNext(): void {
  say();
  say('Open   demo/vaccination/certificate.pdf, demo/test/certificate.pdf');
  say(`Read   ${address}/docs`);
  say('Try    a dose of your own:');
  say();
  say(`  curl -H 'authorization: Bearer ${apiKey}' -H 'content-type: application/json' \\`);
  say('    -d "[$(sed \'s/39791185041847/1001/\' examples/vaccination.json)]" \\');
  say(`    ${address}/divoc/api/v1/certify`);
  say(
    `  curl -H 'authorization: Bearer ${apiKey}' ${address}/certificate/api/certificatePDF/1001 -o certificate.pdf`,
  );
  say();
  say(
    'and verify a picture of its QR code: MOHAR_DATA=demo/data npx --no mohar verify demo/vaccination/qr.png',
  );
  say('Ctrl-C ends Mohar and its database.');
}
