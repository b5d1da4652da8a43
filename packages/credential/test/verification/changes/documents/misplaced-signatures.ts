import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { packCompact } from '../../../../src/formats/compact/pack.ts';
import type { DocumentSigner } from '../../../../src/formats/document-signer.ts';
import { buildEuDcc } from '../../../../src/formats/eu-dcc/build.ts';
import { encodeEuDcc } from '../../../../src/formats/eu-dcc/encode.ts';
import { buildIcvp } from '../../../../src/formats/icvp/build-icvp.ts';
import { encodeIcvp } from '../../../../src/formats/icvp/encode.ts';
import { buildHealthCard } from '../../../../src/formats/smart-health-card/build.ts';
import { encodeHealthCard } from '../../../../src/formats/smart-health-card/encode.ts';
import { buildVdsNcVaccination } from '../../../../src/formats/vds-nc/build-vaccination.ts';
import { encodeVdsNc } from '../../../../src/formats/vds-nc/encode.ts';
import { buildDdcc } from '../../../../src/formats/who-ddcc/build-ddcc.ts';
import { encodeDdcc } from '../../../../src/formats/who-ddcc/encode.ts';
import { cryptosuites } from '../../../../src/proofs/cryptosuites.ts';
import { issueProof } from '../../../../src/proofs/issue-proof.ts';
import type { DocumentUse, TrustedKey } from '../../../../src/trust/trust-list.ts';
import { validity } from '../../../formats/hcert-signer.ts';
import { yellowFeverRecord } from '../../../formats/icvp/records.ts';
import { vaccinationRecord as sealRecord } from '../../../formats/vds-nc/sample-records.ts';
import { sealUsage } from '../../../formats/vds-nc/signers.ts';
import { unsigned } from '../../../sample-issuer.ts';
import { certify, createAuthority, extensions, nameOf } from '../../../x509/certificate-authority.ts';
import { testRecord, vaccinationRecord } from './samples.ts';

/** What a key of P-256 may be trusted for. */
export type Use = 'W3C credentials' | 'HCERT' | 'health cards' | 'VDS-NC';

/** One key's genuine signature under one kind of document. */
export interface SignedBy {
  readonly name: string;
  readonly use: Use;
  readonly text: string;
}

const iss = 'https://issuer.example/cards';
/** Eight bytes in base64, as HCERT wants them; as a text, any other format's key id may be the same. */
const keyId = 'AQIDBAUGBwg=';
const verificationMethod = 'did:example:issuer#one-key';

/** A key that signs documents of every format, whatever it is trusted for. */
export function keyOfAllTrades() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const authority = createAuthority();
  const certificate = certify(authority, {
    subject: nameOf('LK', '01'),
    spki: publicKey.export({ type: 'spki', format: 'der' }),
    notBefore: '2021-01-01',
    notAfter: '2030-01-01',
    extensions: [extensions.extendedKeyUsage(sealUsage), extensions.documentTypes('NV', 'NT')],
  });
  const signer: DocumentSigner = {
    algorithm: 'ES256',
    verificationMethod,
    keyId,
    certificate,
    certificateUntil: Date.parse('2029-01-01'),
    sign: async (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  };
  return { signer, trustedFor: trustedFor(publicKey, certificate), certificate };
}

/** Entries of a trust list, the same key for one use each. */
const trustedFor = (publicKey: KeyObject, certificate: Buffer) => {
  const pem = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }))
    .export({ type: 'spki', format: 'pem' })
    .toString();
  const base = { issuerName: 'One key', publicKey: pem };
  const documents: Readonly<Record<Exclude<Use, 'W3C credentials'>, DocumentUse>> = {
    HCERT: { format: 'hcert', keyId },
    'health cards': { format: 'shc', keyId, iss },
    'VDS-NC': { format: 'vds-nc', certificate: certificate.toString('base64') },
  };
  return (use: Use, document: object = {}): TrustedKey =>
    use === 'W3C credentials'
      ? { ...base, verificationMethod }
      : { ...base, document: { ...documents[use], ...document } as DocumentUse };
};

/** The same holder's vaccination, signed by one key in every format. */
export async function signedInEveryFormat(signer: DocumentSigner): Promise<SignedBy[]> {
  const suite = cryptosuites['ecdsa-rdfc-2019'];
  const credential = await issueProof(
    unsigned('international', suite.name),
    suite,
    signer,
    new Date(validity.issuedAt).toISOString(),
  );
  return [
    { name: 'compact VC 2.0', use: 'W3C credentials', text: packCompact(JSON.stringify(credential)) },
    { name: 'W3C VC 2.0', use: 'W3C credentials', text: JSON.stringify(credential) },
    {
      name: 'EU DCC',
      use: 'HCERT',
      text: await encodeEuDcc(buildEuDcc(vaccinationRecord()), signer, validity),
    },
    { name: 'DDCC', use: 'HCERT', text: await encodeDdcc(buildDdcc(vaccinationRecord()), signer, validity) },
    { name: 'ICVP', use: 'HCERT', text: await encodeIcvp(buildIcvp(yellowFeverRecord()), signer, validity) },
    {
      name: 'health card',
      use: 'health cards',
      text: await encodeHealthCard(buildHealthCard(vaccinationRecord(), { iss }), signer, validity),
    },
    { name: 'VDS-NC', use: 'VDS-NC', text: await encodeVdsNc(buildVdsNcVaccination(sealRecord()), signer) },
  ];
}

/** HCERTs of a test and of a recovery, for keys that may sign only some events. */
export async function otherEvents(
  signer: DocumentSigner,
): Promise<Readonly<Record<'test' | 'recovery', string>>> {
  const names = { fn: 'Kumar', gn: 'Ramesh' };
  const recovery = { fromDay: 11, untilDay: 180 };
  const positive = buildEuDcc(testRecord('Positive'), { names, recovery });
  return {
    test: await encodeEuDcc(buildEuDcc(testRecord(), { names }), signer, validity),
    recovery: await encodeEuDcc(positive, signer, validity),
  };
}
