import { createPublicKey, verify as verifySignature, X509Certificate } from 'node:crypto';
import canonicalize from 'canonicalize';
import { beforeAll, describe, expect, test } from 'vitest';
import { askVdsSdk, letVdsSdkSign } from '../../../../../tools/judges/ask.ts';
import { installJudges } from '../../../../../tools/judges/install.ts';
import { buildVdsNcTest } from '../../../src/formats/vds-nc/build-test.ts';
import { buildVdsNcVaccination } from '../../../src/formats/vds-nc/build-vaccination.ts';
import { contentVdsNc, encodeVdsNc } from '../../../src/formats/vds-nc/encode.ts';
import { verifyVdsNc } from '../../../src/formats/vds-nc/verify.ts';
import { textOf } from '../../../src/qr/code-content.ts';
import { createAuthority } from '../../x509/certificate-authority.ts';
import { at, testOptions, testRecord, vaccinationRecord } from './sample-records.ts';
import { createSealSigner, sealEntry } from './signers.ts';

const absent = await installJudges();
const authority = createAuthority();
const signer = createSealSigner(authority);
let texts: string[];

beforeAll(async () => {
  texts = [
    await encodeVdsNc(buildVdsNcVaccination(vaccinationRecord()), signer),
    await encodeVdsNc(buildVdsNcTest(testRecord(), testOptions), signer),
  ];
});

test('Node and another JCS find the signatures and the chain right', () => {
  for (const text of texts) {
    const { data, sig } = JSON.parse(text);
    const certificate = new X509Certificate(Buffer.from(sig.cer, 'base64url'));
    const parent = new X509Certificate(authority.der);
    expect(certificate.verify(parent.publicKey)).toBe(true);
    expect(certificate.checkIssued(parent)).toBe(true);
    const key = createPublicKey(certificate.publicKey.export({ type: 'spki', format: 'pem' }));
    const signed = Buffer.from(canonicalize(data) as string, 'utf8');
    const signature = Buffer.from(sig.sigvl, 'base64url');
    expect(verifySignature('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
    expect(sig.alg).toBe('ES256');
  }
});

test('the text goes into the code in byte mode, compact, padded as ICAO’s example is', () => {
  for (const text of texts) {
    expect(contentVdsNc(text)).toEqual({ segments: [{ mode: 'byte', text }] });
    expect(textOf(contentVdsNc(text))).toBe(text);
    expect(text).toBe(JSON.stringify(JSON.parse(text)));
    expect(JSON.parse(text).sig.cer.length % 4).toBe(0);
    expect(text).toMatch(
      /^\{"data":\{.*\},"sig":\{"alg":"ES256","cer":"[\w-]+={0,2}","sigvl":"[\w-]{86}=="\}\}$/,
    );
  }
});

describe.skipIf(absent !== undefined)('@pathcheck/vds-sdk', () => {
  test('accepts ours, and refuses them when changed', async () => {
    const changed = texts.map((text) => text.replace('"is":"LKA"', '"is":"LKB"'));
    expect(await askVdsSdk([...texts, ...changed])).toEqual([
      { verified: true },
      { verified: true },
      { verified: false },
      { verified: false },
    ]);
  });

  test('signs what ours accepts', async () => {
    const contents = texts.map((text) => JSON.parse(text).data);
    const certificate = new X509Certificate(signer.certificate).toString();
    const setting = { trust: [sealEntry(authority.der)], at };
    for (const text of await letVdsSdkSign(contents, certificate, signer.privatePem)) {
      expect(await verifyVdsNc(text, setting)).toMatchObject({ verdict: 'valid' });
    }
  });
});
