import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { diseaseNamed } from '../../../src/codes/diseases.ts';
import { loincMethodOf } from '../../../src/codes/test-types.ts';
import { parseTest } from '../../../src/event/parse-test.ts';
import { parseVaccination } from '../../../src/event/parse-vaccination.ts';
import type { DocumentSigner } from '../../../src/formats/document-signer.ts';
import type { ExportRecord } from '../../../src/formats/export-record.ts';
import { buildHealthCard, type HealthCardOptions } from '../../../src/formats/smart-health-card/build.ts';
import { codeTextOf } from '../../../src/formats/smart-health-card/code-text.ts';
import { encodeHealthCard } from '../../../src/formats/smart-health-card/encode.ts';
import { cardKeyId, cardKeySet, readCardKeySet } from '../../../src/trust/card-key-set.ts';
import type { TrustList } from '../../../src/trust/trust-list.ts';

/** An issuer of health cards with a key of its own, and records of the sample events. */
export const iss = 'https://health.example/cards';
export const at = Date.parse('2026-06-01T00:00:00Z');
export const issuedAt = Date.parse('2026-05-01T10:20:30.123Z');
export const certificateId = 'ZW7QD48VXF7XQXTV3';

export const keyPair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const publicPem = keyPair.publicKey.export({ type: 'spki', format: 'pem' }).toString();

export const signerWith = (privateKey: KeyObject, keyId: string): DocumentSigner => ({
  algorithm: 'ES256',
  keyId,
  verificationMethod: `${iss}/.well-known/jwks.json#${keyId}`,
  certificateUntil: Date.parse('2030-01-01T00:00:00Z'),
  sign: async (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
});
export const signer = signerWith(keyPair.privateKey, cardKeyId(publicPem));

export const keySet = cardKeySet([{ publicKey: publicPem }]);
export const trust: TrustList = readCardKeySet(keySet, { iss, issuerName: 'Health cards of Example' });

export type Kind = 'vaccination' | 'vaccination-international' | 'test';

/** A record of a sample event; members of the event's parts may be replaced. */
export function record(kind: Kind, change: (event: Event) => void = () => {}): ExportRecord {
  const file = join(import.meta.dirname, '../../../../../examples', `${kind}.json`);
  const event: Event = JSON.parse(readFileSync(file, 'utf8'));
  change(event);
  const setting = { now: at, timeZone: 'Asia/Kolkata' };
  const parsed =
    kind === 'test'
      ? parseTest(event, setting)
      : parseVaccination(event, kind === 'vaccination' ? 'domestic' : 'international', setting);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const disease = diseaseNamed('COVID-19');
  const method = loincMethodOf(String(event.testDetails?.testType ?? ''));
  if (!disease) throw new Error('no such disease');
  return {
    certificateId,
    issuedAt: new Date(issuedAt).toISOString(),
    event: parsed.value,
    country: { alpha2: 'XX', alpha3: 'XXX' },
    issuerName: 'Ministry of Health',
    disease,
    ...(kind === 'test'
      ? { test: method ? { loincMethod: method } : {} }
      : {
          vaccine: {
            icd11Code: 'XM97T2',
            prophylaxis: 'COVID-19 vaccine, non-replicating viral vector',
            cvx: kind === 'vaccination' ? '210' : '208',
          },
        }),
  };
}
type Event = Record<string, Record<string, unknown>>;

/** The text of the code of a sample event's card. */
export const cardText = (kind: Kind, options: Partial<HealthCardOptions> = {}): Promise<string> =>
  encodeHealthCard(buildHealthCard(record(kind), { iss, ...options }), signer, { issuedAt });

/** The text of the code of a card with any payload and header. */
export async function signedText(json: string, header: object = {}): Promise<string> {
  const head = JSON.stringify({ zip: 'DEF', alg: 'ES256', kid: signer.keyId, ...header });
  const input = `${Buffer.from(head).toString('base64url')}.${deflateRawSync(json).toString('base64url')}`;
  const signature = await signer.sign(new TextEncoder().encode(input));
  return codeTextOf(`${input}.${Buffer.from(signature).toString('base64url')}`);
}
