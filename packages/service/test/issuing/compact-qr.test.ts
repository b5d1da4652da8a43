import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackCompact } from '@mohar/credential/formats/compact/unpack.ts';
import { packDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { qrMatrixThatFits } from '@mohar/credential/qr/matrix.ts';
import { qrPng } from '@mohar/credential/qr/png.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { openPrinter } from '@mohar/print/printer.ts';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadPack } from '../../src/country/load-pack.ts';
import { certificateQr } from '../../src/issuing/certificate-qr.ts';
import { openIssuer } from '../../src/issuing/open-issuer.ts';
import { printCertificate } from '../../src/issuing/print-certificate.ts';
import { type EventKind, readEvent } from '../../src/issuing/read-events.ts';
import { signEvent } from '../../src/issuing/sign-event.ts';
import { readQr } from '../../src/qr-reader.ts';
import { attachedTo, codeOnPaper } from '../on-paper.ts';
import { internationalEvent, testEvent, vaccinationEvent } from '../sample-events.ts';

/** A folder with the default country pack, its QR codes compact. */
function compactPack(proof: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'mohar-pack-'));
  cpSync(join(import.meta.dirname, '../../../../countries/default'), directory, { recursive: true });
  const file = join(directory, 'country.yaml');
  const country = parse(readFileSync(file, 'utf8'));
  country.credential.proof = proof;
  country.qr.wrapping = 'compact';
  writeFileSync(file, stringify(country));
  return directory;
}

const directory = compactPack('ecdsa-rdfc-2019');
const pack = loadPack(directory);
const issuer = openIssuer(
  pack,
  { production: false, dataDirectory: join(directory, 'data') },
  '2026-05-01T00:00:00Z',
);
const printer = openPrinter({ directories: [directory] });
afterAll(async () => {
  await printer.close();
  rmSync(directory, { recursive: true, force: true });
});
const now = Date.parse('2026-05-01T10:20:30.123Z');

async function sign(value: unknown, kind: EventKind, by = issuer) {
  const event = readEvent(value, kind, pack, now, '/0');
  if (!event.ok) throw new Error(JSON.stringify(event.faults));
  const signed = await signEvent(event.value, { list: 12, index: 94_123 }, by, now, '/0');
  return { event: event.value, signed };
}

const read = async (picture: Uint8Array) => {
  const code = await readQr(picture);
  return { text: code?.text ?? '', version: Number(code?.version), level: code?.ecLevel };
};

describe('a country pack with compact codes', () => {
  test.each<[EventKind, unknown]>([
    ['domestic', vaccinationEvent('C1')],
    ['international', internationalEvent('C2')],
    ['test', testEvent('C3')],
  ])(
    '%s: the code on paper has at most version 22 and verifies; the PDF has the same credential',
    async (kind, value) => {
      const { event, signed } = await sign(value, kind);
      if (!signed.ok) throw new Error(JSON.stringify(signed.faults));
      const { credential } = signed.value;
      const code = await read(qrPng(certificateQr(credential, pack.qr.wrapping).code));
      expect(code.version).toBeLessThanOrEqual(22);
      expect(['M', 'Q']).toContain(code.level);
      expect(unpackCompact(code.text)).toBe(credential);

      const pdf = await printCertificate(
        { ...signed.value, event },
        { issuer, printer, sampled: () => true },
      );
      expect((await codeOnPaper(pdf))?.text).toBe(code.text);
      expect((await attachedTo(pdf)).text).toBe(credential);

      const { verdict, format } = await verify(code.text, { trust: issuer.trust, at: now });
      expect({ verdict, format }).toEqual({ verdict: 'valid', format: 'w3c-vc2' });
    },
  );

  test('refuses what fits no code of version 22, and says which texts are long', async () => {
    const event = vaccinationEvent('C4');
    // Without a pattern, or DEFLATE would make room.
    const digest = (n: number) => createHash('sha512').update(String(n)).digest();
    const latin = (n: number) => digest(n).toString('base64url').slice(0, 85);
    const hindi = [1, 2, 3].flatMap((n) =>
      [...digest(n)].map((byte) => String.fromCodePoint(0x905 + (byte % 50))),
    );
    event.recipient.name = `Asha ${hindi.join('').slice(0, 190)}`;
    event.recipient.address.addressLine1 = latin(4) + latin(5);
    event.recipient.address.addressLine2 = latin(6);
    event.facility.address.addressLine1 = latin(7) + latin(8).slice(0, 60);
    event.facility.address.addressLine2 = latin(9);
    event.facility.name = latin(10);
    event.vaccinator.name = latin(11);
    const signing = vi.fn(issuer.signer.sign);
    const { signed } = await sign(event, 'domestic', {
      ...issuer,
      signer: { ...issuer.signer, sign: signing },
    });
    expect(signing).not.toHaveBeenCalled();
    const faults = signed.ok ? [] : signed.faults;
    expect(faults.map(({ pointer, rule }) => `${rule} ${pointer}`).slice(0, 3)).toEqual([
      'qr-capacity /0',
      'qr-capacity /0/recipient/name',
      'qr-capacity /0/recipient/address/addressLine1',
    ]);
    // Nobody's name is in a fault: faults are logged and passed on.
    expect(JSON.stringify(faults)).not.toContain('Asha');
  });

  test('demands a proof of VC 2.0', () => {
    const wrong = compactPack('RsaSignature2018');
    expect(() => loadPack(wrong)).toThrow(
      expect.objectContaining({ code: 'COUNTRY_PACK', message: expect.stringContaining('/qr/wrapping') }),
    );
    rmSync(wrong, { recursive: true, force: true });
  });

  test('keeps DIVOC’s zip for certificates that were signed in DIVOC’s format', () => {
    const credential = '{"@context":["https://www.w3.org/2018/credentials/v1"]}';
    expect(certificateQr(credential, 'compact').code).toEqual(qrMatrixThatFits(packDivocPayload(credential)));
  });
});
