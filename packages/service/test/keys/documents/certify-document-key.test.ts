import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { CertificationRequest } from 'pkijs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { certifyRequestedKey } from '../../../src/keys/documents/certify-document-key.ts';
import { createDocumentKey, requestDocumentKey } from '../../../src/keys/documents/new-document-key.ts';
import { documentKeys } from '../../../src/registry/document-keys.ts';
import { type Authority, createAuthority } from '../../../src/signing/x509/authority.ts';
import { certifyingKey } from '../../../src/signing/x509/certificate-keys.ts';
import { certificatePem } from '../../../src/signing/x509/certificate-pem.ts';
import { encodeName } from '../../../src/signing/x509/encode-name.ts';
import {
  authorityConstraints,
  documentTypes,
  extendedKeyUsage,
  keyUsage,
  privateKeyUsage,
} from '../../../src/signing/x509/extensions.ts';
import { partsOf } from '../../../src/signing/x509/read-certificate.ts';
import { certifySigner } from '../../../src/signing/x509/signer-certificate.ts';
import { writeCertificate } from '../../../src/signing/x509/write-certificate.ts';
import { freshDatabase } from '../../fresh-database.ts';

const day = 24 * 3_600_000;
const now = new Date('2026-03-01T00:00:00Z');
const after = (days: number) => new Date(now.getTime() + days * day);
const production = { production: true, sealing: { keyEncryptionKey: randomBytes(32) } };
const authority = await createAuthority({ country: 'XX', commonName: 'CSCA XX' }, now);

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.deleteFrom('document_key').execute();
});

const requested = async (use: 'hcert' | 'vds-nc') => {
  const { key, request } = await requestDocumentKey(database.db, { use, country: 'XX' }, production, now);
  return { key, request, publicKey: createPublicKey(key.publicKey) };
};
const receive = (certificate: Buffer, by: Authority | undefined = authority, at = now) =>
  certifyRequestedKey(database.db, { certificate, authority: by?.certificate, country: 'XX' }, at);

/** A certificate of whatever somebody else may put into one. */
const odd = (
  publicKey: KeyObject,
  {
    country = 'XX',
    from = now,
    until = after(700),
    extensions = [keyUsage('digitalSignature')],
    by = authority,
  }: {
    country?: string;
    from?: Date;
    until?: Date;
    extensions?: ReturnType<typeof keyUsage>[];
    by?: Authority;
  } = {},
) =>
  writeCertificate(
    {
      subject: encodeName({ country, commonName: 'DS' }),
      issuer: partsOf(by.certificate).subject,
      publicKey,
      notBefore: from,
      notAfter: until,
      extensions,
    },
    certifyingKey(by.privateKey, 'it'),
  );

describe('a requested key', () => {
  test('waits with its private half sealed, and asks for what its profile wants', async () => {
    const { key, request, publicKey } = await requested('vds-nc');
    expect(key).toMatchObject({ state: 'requested', use: 'vds-nc', kept: 'sealed', development: false });
    expect(key).not.toHaveProperty('validFrom');
    const der = Buffer.from(request.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64');
    const parsed = CertificationRequest.fromBER(der);
    expect(await parsed.verify()).toBe(true);
    const spki = Buffer.from(parsed.subjectPublicKeyInfo.toSchema().toBER());
    expect(createPublicKey({ key: spki, format: 'der', type: 'spki' }).equals(publicKey)).toBe(true);
  });

  test('is not registered where its request cannot be kept', async () => {
    const wanted = { use: 'hcert', country: 'XX' } as const;
    const kept: string[] = [];
    const full = (request: string) => {
      kept.push(request);
      throw new Error('The disk is full.');
    };
    await expect(requestDocumentKey(database.db, wanted, production, now, full)).rejects.toThrow(
      'disk is full',
    );
    expect(kept).toHaveLength(1);
    expect(await documentKeys(database.db)).toEqual([]);
  });

  test('signs with the certificate that came back, in PEM or DER, for as long as that says', async () => {
    for (const written of [(der: Buffer) => der, (der: Buffer) => Buffer.from(certificatePem(der))]) {
      const { key, publicKey } = await requested('hcert');
      const signer = { use: 'hcert', name: { country: 'XX', commonName: 'DS' }, publicKey } as const;
      const made = await certifySigner({ ...signer, events: ['test'] }, authority, after(3));
      const certified = await receive(written(made.certificate));
      expect(certified).toMatchObject({
        id: key.id,
        state: 'active',
        certificate: made.certificate,
        authority: authority.certificate,
        events: ['test'],
        validFrom: after(3),
        signsUntil: after(186),
        validUntil: after(733),
      });
      await expect(receive(made.certificate)).rejects.toThrow('active already');
    }
  });

  test('where the certificate says nothing of its key’s use, the profile’s time counts', async () => {
    const { publicKey } = await requested('hcert');
    expect(await receive(await odd(publicKey))).toMatchObject({
      events: [],
      signsUntil: after(183),
      validUntil: after(700),
    });
  });

  test('what it signs last counts for a year: it signs for less time, or is refused with what would be right', async () => {
    for (const use of ['hcert', 'vds-nc'] as const) {
      const extensions =
        use === 'vds-nc'
          ? [extendedKeyUsage(['2.23.136.1.1.14.2']), documentTypes(['NV'])]
          : [keyUsage('digitalSignature')];
      const { publicKey } = await requested(use);
      const short = await odd(publicKey, { until: after(365), extensions });
      await expect(receive(short)).rejects.toThrow(
        `has to count for 365 days: ask for one that is valid until ${after(use === 'hcert' ? 548 : 730).toISOString()}`,
      );
      const certified = await receive(await odd(publicKey, { until: after(455), extensions }));
      expect(certified).toMatchObject({ signsUntil: after(90), validUntil: after(455) });
    }
    // Also where the certificate itself says more.
    const { publicKey } = await requested('hcert');
    const extensions = [keyUsage('digitalSignature'), privateKeyUsage(now, after(400))];
    expect(await receive(await odd(publicKey, { until: after(400), extensions }))).toMatchObject({
      signsUntil: after(35),
    });
  });

  test('ICAO’s document types say what it signs', async () => {
    const { publicKey } = await requested('vds-nc');
    const usage = extendedKeyUsage(['2.23.136.1.1.14.2']);
    const certified = await receive(await odd(publicKey, { extensions: [usage, documentTypes(['NV'])] }));
    expect(certified.events).toEqual(['vaccination']);
  });
});

describe('what does not fit is refused, with every reason', () => {
  test('a certificate of another key, and what is none', async () => {
    await requested('hcert');
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await expect(receive(await odd(publicKey))).rejects.toThrow('No key of the registry');
    await expect(receive(Buffer.from('-----BEGIN CERTIFICATE-----'))).rejects.toThrow('not an X.509');
  });

  test('validity, country and usage', async () => {
    const { publicKey } = await requested('hcert');
    const wrong = await odd(publicKey, {
      country: 'YY',
      from: after(-20),
      until: after(-10),
      extensions: [keyUsage('authority'), extendedKeyUsage(['1.3.6.1.5.5.7.3.1'])],
    });
    const refusal = expect(receive(wrong)).rejects;
    await refusal.toMatchObject({
      code: 'SIGNING_KEY',
      message: expect.stringMatching(
        /ended on 2026-02-19.*country YY, not XX.*lacks digitalSignature.*something else: 1\.3\.6\.1\.5\.5\.7\.3\.1/,
      ),
    });
    const seal = await requested('vds-nc');
    await expect(receive(await odd(seal.publicKey))).rejects.toThrow(
      /lacks 2\.23\.136\.1\.1\.14\.2.*neither NV/,
    );
    expect((await documentKeys(database.db)).map(({ state }) => state)).toEqual(['requested', 'requested']);
  });

  test('one without the extensions that were asked for, as openssl x509 makes it: the request can be signed anew', async () => {
    for (const use of ['hcert', 'vds-nc'] as const) {
      const { publicKey } = await requested(use);
      await expect(receive(await odd(publicKey, { extensions: [] }))).rejects.toThrow(
        /no extensions.*-copy_extensions copy/,
      );
    }
    const { key, publicKey } = await requested('hcert');
    const limited = [extendedKeyUsage(['1.3.6.1.4.1.1847.2021.1.1'])];
    await expect(receive(await odd(publicKey, { extensions: limited }))).rejects.toThrow(
      'has no key usage, and has to have digitalSignature',
    );
    const better = await receive(await odd(publicKey));
    expect(better).toMatchObject({ id: key.id, state: 'active' });
  });

  test('an authority that did not sign it, is none, or is another country’s', async () => {
    const { publicKey } = await requested('hcert');
    const stranger = await createAuthority({ country: 'XX', commonName: 'CSCA XX' }, now);
    await expect(receive(await odd(publicKey, { by: stranger }))).rejects.toThrow('did not sign');
    const foreign = await createAuthority({ country: 'YY', commonName: 'CSCA YY' }, now);
    await expect(receive(await odd(publicKey, { by: foreign }), foreign)).rejects.toThrow('country YY');
    const leaf = { ...authority, certificate: await odd(publicKey) };
    await expect(receive(await odd(publicKey), leaf)).rejects.toThrow('basic constraints');
    const old = await createAuthority({ country: 'XX', commonName: 'CSCA XX' }, after(-1_000));
    await expect(receive(await odd(publicKey, { by: old }), old)).rejects.toThrow('valid for as long');
    expect((await receive(await odd(publicKey))).state).toBe('active');
  });

  test('the same of an authority that is at hand, before there is a key', async () => {
    const named = (country: string) => createAuthority({ country, commonName: 'CSCA' }, now);
    const extended = async (extensions: ReturnType<typeof keyUsage>[], until = after(1_400)) => {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return { privateKey, certificate: await odd(publicKey, { extensions, until }) };
    };
    const unfit: [Authority, RegExp][] = [
      [await named('YY'), /country YY, not XX/],
      [await extended([]), /basic constraints/],
      [await extended([authorityConstraints(), keyUsage('digitalSignature')]), /lacks keyCertSign/],
      [await extended([authorityConstraints()], after(-1)), /ended on 2026-02-28/],
    ];
    for (const use of ['hcert', 'vds-nc'] as const) {
      for (const [authority, why] of unfit) {
        const wanted = { use, country: 'XX', authority };
        // Without anything to seal a key with, making one would fail: it does not come to that.
        await expect(createDocumentKey(database.db, wanted, { production: true }, now)).rejects.toThrow(why);
      }
    }
    const fit = { use: 'hcert', country: 'XX', authority: await extended([authorityConstraints()]) } as const;
    expect(await createDocumentKey(database.db, fit, production, now)).toMatchObject({ state: 'active' });
  });
});
