import { packCompact } from '@mohar/credential/formats/compact/pack.ts';
import type { CryptosuiteName } from '@mohar/credential/proofs/cryptosuites.ts';
import { packDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import type { TrustList } from '@mohar/credential/trust/trust-list.ts';
import { verify } from '@mohar/credential/verification/verify.ts';
import { planCode } from '@mohar/service/src/exporting/code-budget.ts';
import type { DocumentFormat } from '@mohar/service/src/exporting/document-format.ts';
import { documentFormats } from '@mohar/service/src/exporting/formats.ts';
import { recordOf } from '@mohar/service/src/exporting/record-of.ts';
import { certificateQr } from '@mohar/service/src/issuing/certificate-qr.ts';
import { packNamed } from '@mohar/service/src/pack-named.ts';
import type { StoredCertificate } from '@mohar/service/src/registry/stored-certificate.ts';
import { bareCrypto } from './bare.ts';
import { documentKey } from './document-keys.ts';
import { type DocumentTask, euDccPeer, healthCardPeer, vdsNcPeer } from './peers/document-peers.ts';
import { rate } from './rate.ts';
import type { Measured, Row } from './row.ts';
import { certificateOf, issuerFor, sampleEvent } from './sample.ts';

const pack = packNamed('default');
const passport = 'Z3456721';

const peers: Readonly<Partial<Record<DocumentFormat['name'], (task: DocumentTask) => Promise<Measured>>>> = {
  'eu-dcc': euDccPeer,
  'smart-health-card': healthCardPeer,
  'vds-nc': vdsNcPeer,
};

/**
 * One record in every format: the last dose of a holder with a Latin name, a full date of birth and a passport. How large
 * its code is, at the error correction that the service chooses; from the record to the code's text, and from that to the
 * verdict.
 */
export async function formats(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const format of Object.values(documentFormats)) rows.push(...(await rowsOf(format)));
  rows.push(...(await rowsOfCredential('compact, eddsa-rdfc-2022', 'eddsa-rdfc-2022', 'compact')));
  rows.push(...(await rowsOfCredential('compact, ecdsa-rdfc-2019', 'ecdsa-rdfc-2019', 'compact')));
  rows.push(...(await rowsOfCredential('DIVOC, Ed25519', 'Ed25519Signature2018', 'text')));
  rows.push(...(await rowsOfCredential('DIVOC, RSA', 'RsaSignature2018', 'text')));
  return rows;
}

async function rowsOf(format: DocumentFormat): Promise<Row[]> {
  const now = Date.now();
  const stored = {
    certificateId: 'ZW7QD48VXF7XQXTV3',
    issuedAt: new Date(now),
    event: inForce(sampleEvent('international')),
    disease: pack.disease,
  };
  const record = recordOf(stored as unknown as StoredCertificate, pack, format.name);
  const rules = pack.exports ?? {};
  const choice = { holder: { passport }, recovery: false, rules, timeZone: pack.timeZone, now };
  const build = () => format.build(record, choice);
  const { signer, trusted, ...key } = await documentKey(
    format.use,
    pack.country.alpha2,
    rules['smart-health-card']?.iss ?? '',
  );
  const validity = { issuedAt: now, expiresAt: now + 365 * 86_400_000 };
  const document = build();
  const text = await document.encode(signer, validity);
  const plan = await planCode(document, signer, validity, format);
  const task = { text, content: document.json, ...key };
  const peersOf = async (mode: DocumentTask['mode']) => [
    ...(peers[format.name] ? [await (peers[format.name] as typeof euDccPeer)({ ...task, mode })] : []),
    await bareCrypto(mode, 'ecdsa-rdfc-2019'),
  ];
  return [
    {
      what: `${format.name}: code of version ${plan.version}, ${plan.errorCorrection}`,
      figure: Buffer.byteLength(text),
      unit: 'bytes',
    },
    {
      what: `${format.name}: record to code’s text`,
      figure: await rate(() => build().encode(signer, validity)),
      peers: await peersOf('sign'),
    },
    {
      what: `${format.name}: code’s text to verdict`,
      figure: await rate(() => judge(text, [trusted])),
      peers: await peersOf('verify'),
    },
  ];
}

/** An ICVP is of a dose that still counts. */
const inForce = (event: ReturnType<typeof sampleEvent>) => ({
  ...event,
  vaccination: { ...('vaccination' in event ? event.vaccination : {}), effectiveUntil: '2099-12-31' },
});

/** The W3C credential, in its own QR codes. */
async function rowsOfCredential(
  name: string,
  proof: CryptosuiteName,
  wrapping: 'compact' | 'text',
): Promise<Row[]> {
  const issuer = issuerFor(proof);
  const event = sampleEvent('international');
  const packed = (credential: string) =>
    wrapping === 'compact' ? packCompact(credential) : packDivocPayload(credential);
  const sign = async () => (await certificateOf(event, issuer)).credential;
  const credential = await sign();
  const payload = packed(credential);
  const { version, errorCorrection } = certificateQr(credential, wrapping).code;
  return [
    {
      what: `${name}: code of version ${version}, ${errorCorrection}`,
      figure: Buffer.byteLength(payload),
      unit: 'bytes',
    },
    {
      what: `${name}: record to code’s text`,
      figure: await rate(async () => packed(await sign())),
      peers: [await bareCrypto('sign', proof)],
    },
    {
      what: `${name}: code’s text to verdict`,
      figure: await rate(() => judge(payload, issuer.trust)),
      peers: [await bareCrypto('verify', proof)],
    },
  ];
}

async function judge(scanned: string | Uint8Array, trust: TrustList): Promise<void> {
  const { verdict, checks } = await verify(scanned, { trust, at: Date.now() });
  if (verdict !== 'valid') throw new Error(`The sample certificate is ${verdict}: ${JSON.stringify(checks)}`);
}
