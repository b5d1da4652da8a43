import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verifyVdsNc } from '../../../src/formats/vds-nc/verify.ts';
import { verify } from '../../../src/verification/verify.ts';
import { sealEntry } from './signers.ts';

const vectors = join(import.meta.dirname, '../../../../../test-vectors/vds-nc');
const read = (file: string) => readFileSync(join(vectors, file), 'utf8');
const at = Date.parse('2022-06-01T00:00:00Z');

const cases = [
  {
    name: 'the example of ICAO’s specification',
    text: read('icao-specification-example.json'),
    certificate: new X509Certificate(read('uto-signer.pem')),
    certificateId: 'U32870',
    holder: { name: 'Smith Bill', birthDate: '1990-01-02', birthYear: '1990', sex: 'M' },
    // The later of two doses.
    vaccination: { disease: 'COVID-19', vaccine: 'Comirnaty', date: '2021-03-24', dose: 2, batch: 'VC87540' },
    from: 'Smith',
  },
  {
    name: 'the proof of Australia',
    text: read('ICAOAUQR1Contents.txt'),
    certificate: new X509Certificate(
      Buffer.from(JSON.parse(read('ICAOAUQR1Contents.txt')).sig.cer, 'base64url'),
    ),
    certificateId: 'VB0009990012',
    holder: { name: 'CITIZEN  JANE SUE', birthDate: '1961-05-15', birthYear: '1961', sex: 'F' },
    vaccination: { vaccine: 'AstraZeneca Vaxzevria', date: '2021-09-15', dose: 1, batch: '300157P' },
    from: 'CITIZEN',
  },
];

describe.each(cases)('$name', ({ text, certificate, certificateId, holder, vaccination, from }) => {
  const trust = [sealEntry(certificate.raw)];

  test('is valid where its signer is trusted', async () => {
    const found = await verify(text, { trust, at });
    expect(found).toMatchObject({
      verdict: 'valid',
      format: 'vds-nc',
      content: JSON.parse(text).data,
      summary: { kind: 'vaccination', certificateId, holder, vaccination },
    });
  });

  test('is valid by the bare key, too', async () => {
    const publicKey = certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const bare = [{ issuerName: 'Given key', publicKey }];
    expect(await verifyVdsNc(text, { trust: bare, at })).toMatchObject({ verdict: 'valid' });
  });

  test('is untrusted elsewhere, tampered when changed, and ends with its certificate', async () => {
    expect(await verifyVdsNc(text, { trust: [], at })).toMatchObject({ verdict: 'untrusted-issuer' });
    const changed = text.replace(from, from.toLowerCase());
    expect(await verifyVdsNc(changed, { trust, at })).toMatchObject({ verdict: 'tampered' });
    const late = certificate.validToDate.getTime() + 1000;
    expect(await verifyVdsNc(text, { trust, at: late })).toMatchObject({ verdict: 'expired' });
  });
});

test('the proof of Australia reads the same when it is indented', async () => {
  const trust = [sealEntry((cases[1] as (typeof cases)[1]).certificate.raw)];
  const { verdict } = await verifyVdsNc(read('ICAOAUQR1Unpacked.json'), { trust, at });
  expect(verdict).toBe('valid');
});

test('a certificate of the signer’s that is changed inside of a seal prolongs nothing', async () => {
  // Nobody signs for the copy in the seal where the signer itself is trusted: its year of ending, 2026, becomes 2036.
  const { text, certificate } = cases[0] as (typeof cases)[0];
  const { sig } = JSON.parse(text) as { sig: { cer: string } };
  const der = Buffer.from(sig.cer, 'base64url');
  const at2030 = Date.parse('2030-01-01T00:00:00Z');
  const end = der.indexOf('261007');
  expect(end).toBeGreaterThan(0);
  der.write('361007', end);
  const prolonged = text.replace(sig.cer, der.toString('base64url'));
  const trust = [sealEntry(certificate.raw)];
  expect(await verifyVdsNc(prolonged, { trust, at: at2030 })).toMatchObject({ verdict: 'expired' });
  expect(await verifyVdsNc(prolonged, { trust: [], at: at2030 })).toMatchObject({
    verdict: 'untrusted-issuer',
  });
});
