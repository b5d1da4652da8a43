import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IssuerProfile } from '../../../src/credential/issuer-profile.ts';
import { parseVaccination } from '../../../src/event/parse-vaccination.ts';
import { buildVc2 } from '../../../src/formats/w3c-vc2/build.ts';
import type { JsonObject } from '../../../src/json.ts';
import { cryptosuites } from '../../../src/proofs/cryptosuites.ts';
import { issueProof } from '../../../src/proofs/issue-proof.ts';
import type { TrustList } from '../../../src/trust/trust-list.ts';
import { at, profile, publicPemOf, signerFor } from '../../sample-issuer.ts';

/** As the default country pack has them. */
const ministry: IssuerProfile = {
  ...profile,
  issuer: 'https://mohar.example/',
  issuerName: 'Ministry of Health',
  identityPrefix: 'did:web:mohar.example:identity',
  vaccinationBaseUrl: 'https://mohar.example/vaccine/',
  testBaseUrl: 'https://mohar.example/test/',
  statusBaseUrl: 'https://mohar.example/status/lists/',
};
const verificationMethod = 'did:web:mohar.example#3f9c1a07be52d846';
const suite = cryptosuites['eddsa-rdfc-2022'];
const issuedAt = '2026-05-01T10:20:30.123Z';

export const trust: TrustList = [
  { issuerName: ministry.issuerName, verificationMethod, publicKey: publicPemOf(suite.name) },
];

const sample = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../../examples/vaccination.json'), 'utf8'),
);

/** The sample vaccination, as a registry issues it: with its place in a status list. JSON text. */
export const typicalCertificate = (): Promise<string> => certificate(sample);

/** The same with a name of 88 characters and address lines of 75. */
export const longCertificate = (): Promise<string> =>
  certificate({
    ...sample,
    recipient: {
      ...sample.recipient,
      name: 'Venkatanarasimharajuvaripeta Subrahmanyam Ramakrishnan Iyer Padmanabhan Chandrasekharan',
      uhid: '91-4412-7765-0034',
      address: {
        addressLine1: 'Flat 1204, Tower C, Prestige Shantiniketan Residences, Whitefield Main Road',
        addressLine2: 'Near International Technology Park, Hoodi Village, Krishnarajapuram Hobli',
        district: 'Bengaluru Urban',
        state: 'Karnataka',
        pincode: '560048',
        country: 'IND',
      },
    },
    vaccination: {
      ...sample.vaccination,
      manufacturer: 'Serum Institute of India Private Limited, Hadapsar, Pune',
    },
    vaccinator: { name: 'Dr Meenakshisundaram Thirunavukkarasu Balasubramanian' },
    facility: {
      name: 'Sri Jayachamarajendra Government General Hospital and Postgraduate Institute of Medical Sciences',
      address: {
        addressLine1: '80 Feet Road, Opposite Bangalore Medical College, Victoria Hospital Campus',
        addressLine2: 'Krishnarajendra Market, Fort',
        district: 'Bengaluru Urban',
        state: 'Karnataka',
        pincode: '560002',
        country: 'IND',
      },
    },
  });

async function certificate(event: unknown): Promise<string> {
  const parsed = parseVaccination(event, 'domestic', { now: at, timeZone: 'Asia/Kolkata' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const issuance = {
    certificateId: 'ZW7QD48VXF7XQXTV3',
    issuedAt,
    status: { list: 12, index: 94_123 },
  };
  const unsigned: JsonObject = buildVc2(parsed.value, issuance, ministry);
  const signer = { ...signerFor(suite.name), verificationMethod };
  return JSON.stringify(await issueProof(unsigned, suite, signer, issuedAt));
}
