import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packCompact } from '../../../../src/formats/compact/pack.ts';
import { buildEuDcc } from '../../../../src/formats/eu-dcc/build.ts';
import { encodeEuDcc } from '../../../../src/formats/eu-dcc/encode.ts';
import type { ExportRecord, TestRecord, VaccinationRecord } from '../../../../src/formats/export-record.ts';
import { buildIcvp } from '../../../../src/formats/icvp/build-icvp.ts';
import { encodeIcvp } from '../../../../src/formats/icvp/encode.ts';
import { buildVdsNcTest } from '../../../../src/formats/vds-nc/build-test.ts';
import { buildVdsNcVaccination } from '../../../../src/formats/vds-nc/build-vaccination.ts';
import { encodeVdsNc } from '../../../../src/formats/vds-nc/encode.ts';
import { buildDdcc } from '../../../../src/formats/who-ddcc/build-ddcc.ts';
import { encodeDdcc } from '../../../../src/formats/who-ddcc/encode.ts';
import { readCardKeySet } from '../../../../src/trust/card-key-set.ts';
import type { TrustedKey } from '../../../../src/trust/trust-list.ts';
import {
  trust as compactTrust,
  longCertificate,
  typicalCertificate,
} from '../../../formats/compact/certificates.ts';
import { failuresOf, otherwise, testCases } from '../../../formats/eu-dcc/test-cases.ts';
import { newHcertSigner, validity } from '../../../formats/hcert-signer.ts';
import { polioRecord, yellowFeverRecord } from '../../../formats/icvp/records.ts';
import { cardText, trust as cardTrust, record } from '../../../formats/smart-health-card/sample-card.ts';
import {
  testRecord as sealTestRecord,
  vaccinationRecord as sealVaccinationRecord,
  testOptions,
} from '../../../formats/vds-nc/sample-records.ts';
import { createSealSigner, sealEntry } from '../../../formats/vds-nc/signers.ts';
import { at, signed, trustFor } from '../../../sample-issuer.ts';
import { createAuthority } from '../../../x509/certificate-authority.ts';
import type { Form, SignedDocument } from './document-change.ts';

const vectors = join(import.meta.dirname, '../../../../../../test-vectors');
const read = (...path: string[]) => readFileSync(join(vectors, ...path), 'utf8').trim();

const { signer, trusted } = newHcertSigner();
const india = { country: { alpha2: 'IN', alpha3: 'IND' } };

/** The record of the international vaccination of the examples, as the catalogue completes it. */
export const vaccinationRecord = (): VaccinationRecord =>
  ({
    ...record('vaccination-international'),
    ...india,
    vaccine: {
      icd11Code: 'XM8NQ0',
      icd11Type: 'XM0GQ8',
      prophylaxis: 'COVID-19 vaccine, RNA based',
      cvx: '208',
      eu: { prophylaxis: '1119349007', product: 'EU/1/20/1528', manufacturer: 'ORG-100030215' },
    },
  }) as ExportRecord as VaccinationRecord;

/** The record of the test of the examples, whose holder has a name in Devanagari. */
export const testRecord = (result = 'Negative'): TestRecord =>
  ({
    ...record('test', (event) => {
      (event.testDetails as Record<string, unknown>).result = result;
    }),
    ...india,
  }) as ExportRecord as TestRecord;

const latinNames = { fn: 'Kumar', gn: 'Ramesh' };

/** Mohar's own documents, of every format and kind. */
export async function ownDocuments(): Promise<SignedDocument[]> {
  const own = async (form: Form, name: string, text: Promise<string>, trust: readonly TrustedKey[]) => ({
    form,
    name: `Mohar’s ${name}`,
    text: await text,
    trust,
    at,
  });
  const hcert = (name: string, text: Promise<string>) =>
    own('hcert', name, text, [trusted({ country: 'IN' })]);
  const authority = createAuthority();
  const seal = createSealSigner(authority);
  const recovery = { fromDay: 11, untilDay: 2000 };
  return Promise.all([
    hcert('EU DCC, vaccination', encodeEuDcc(buildEuDcc(vaccinationRecord()), signer, validity)),
    hcert('EU DCC, test', encodeEuDcc(buildEuDcc(testRecord(), { names: latinNames }), signer, validity)),
    hcert(
      'EU DCC, recovery',
      encodeEuDcc(buildEuDcc(testRecord('Positive'), { names: latinNames, recovery }), signer, validity),
    ),
    hcert('DDCC, vaccination', encodeDdcc(buildDdcc(vaccinationRecord()), signer, validity)),
    hcert('DDCC, test', encodeDdcc(buildDdcc(testRecord()), signer, validity)),
    hcert('ICVP, yellow fever', encodeIcvp(buildIcvp(yellowFeverRecord()), signer, validity)),
    hcert(
      'ICVP of 2026, yellow fever',
      encodeIcvp(buildIcvp(yellowFeverRecord(), { fieldSet: '2026' }), signer, validity),
    ),
    hcert('ICVP, polio', encodeIcvp(buildIcvp(polioRecord()), signer, validity)),
    own('shc', 'health card, vaccination', cardText('vaccination-international'), cardTrust),
    own('shc', 'health card, test', cardText('test'), cardTrust),
    own('vds-nc', 'VDS-NC, vaccination', encodeVdsNc(buildVdsNcVaccination(sealVaccinationRecord()), seal), [
      sealEntry(authority.der),
    ]),
    own('vds-nc', 'VDS-NC, test', encodeVdsNc(buildVdsNcTest(sealTestRecord(), testOptions), seal), [
      sealEntry(seal.certificate),
    ]),
    own('compact', 'compact VC 2.0, EdDSA', typicalCertificate().then(packCompact), compactTrust),
    own('compact', 'compact VC 2.0, EdDSA, long', longCertificate().then(packCompact), compactTrust),
    own(
      'compact',
      'compact VC 2.0, ECDSA',
      signed('international', 'ecdsa-rdfc-2019').then((credential) =>
        packCompact(JSON.stringify(credential)),
      ),
      trustFor('ecdsa-rdfc-2019'),
    ),
    own(
      'compact',
      'compact test, ECDSA',
      signed('test', 'ecdsa-rdfc-2019').then((credential) => packCompact(JSON.stringify(credential))),
      trustFor('ecdsa-rdfc-2019'),
    ),
  ]);
}

/** Of the EU's test data: each kind of entry, both algorithms, and whoever writes COSE in a way of their own. */
const euFiles = [
  'AT/2DCode/raw/1.json',
  'AT/2DCode/raw/2.json',
  'AT/2DCode/raw/3.json',
  'BG/2DCode/raw/1.json',
  'CH/2DCode/raw/1.json',
  'CH/2DCode/raw/2.json',
  'CH/2DCode/raw/3.json',
  'common/2DCode/raw/CO1.json',
];

/** Documents that others signed, with the key that `test-vectors` has of each. */
export function foreignDocuments(): SignedDocument[] {
  const eu = testCases
    .filter((one) => euFiles.includes(one.file) && failuresOf(one).length === 0 && !otherwise[one.file])
    .map(({ file, PREFIX: text, TESTCTX }): SignedDocument => {
      const certificate = new X509Certificate(Buffer.from(TESTCTX.CERTIFICATE, 'base64'));
      const keyId = createHash('sha256').update(certificate.raw).digest().subarray(0, 8).toString('base64');
      const publicKey = certificate.publicKey.export({ type: 'spki', format: 'der' });
      return {
        name: `EU test data, ${file.replace('2DCode/raw/', '')}`,
        form: 'hcert',
        text,
        trust: [{ issuerName: 'Test', publicKey, document: { format: 'hcert', keyId } }],
        at: Date.parse(TESTCTX.VALIDATIONCLOCK),
      };
    });
  const iss = 'https://spec.smarthealth.cards/examples/issuer';
  const cardKeys = readCardKeySet(JSON.parse(read('smart-health-card/specification/issuer.jwks.json')), {
    iss,
    issuerName: 'Specification',
  });
  const cards = ['00-f-qr-code-numeric-value-0', '01-f-qr-code-numeric-value-0', '03-d-jws'].map(
    (file): SignedDocument => ({
      name: `SMART Health Cards’ example ${file}`,
      form: 'shc',
      text: read(`smart-health-card/specification/example-${file}.txt`),
      trust: cardKeys,
      at: Date.parse('2026-11-21T12:00:00Z'),
    }),
  );
  const seals = ['icao-specification-example.json', 'ICAOAUQR1Contents.txt'].map((file): SignedDocument => {
    const text = read('vds-nc', file);
    const certificate = Buffer.from(JSON.parse(text).sig.cer, 'base64url');
    return {
      name: `VDS-NC, ${file}`,
      form: 'vds-nc',
      text,
      trust: [sealEntry(certificate)],
      at: Date.parse('2022-06-01T00:00:00Z'),
    };
  });
  return [...eu, ...cards, ...seals];
}
