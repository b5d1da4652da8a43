import {
  constants,
  createHash,
  generateKeyPairSync,
  type KeyObject,
  type SignKeyObjectInput,
  sign,
} from 'node:crypto';

/** How an authority signs. `explicit`: P-256 with all its parameters written out. */
export type AuthorityKind =
  | 'P-256'
  | 'P-384'
  | 'P-521'
  | 'explicit'
  | 'brainpoolP256r1'
  | 'brainpoolP384r1'
  | 'brainpoolP512r1'
  | 'rsa'
  | 'rsa-pss';

export const authorityKinds: readonly AuthorityKind[] = [
  'P-256',
  'P-384',
  'P-521',
  'explicit',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
  'rsa',
  'rsa-pss',
];

/** Somebody who signs certificates. */
export interface Authority {
  readonly name: Buffer;
  readonly key: KeyObject;
  readonly kind: AuthorityKind;
  readonly keyId: Buffer;
  readonly der: Buffer;
  readonly spki: Buffer;
}

/** What a certificate says; the parts that tests vary. */
export interface CertificateWish {
  readonly subject: Buffer;
  readonly spki: Buffer;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly extensions: readonly Buffer[];
}

/** DER, written by hand: what reads it in the tests was written by others (Node), or from another side (Mohar). */
export const tlv = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents);
  const length =
    content.length < 128
      ? [content.length]
      : content.length < 256
        ? [0x81, content.length]
        : [0x82, content.length >> 8, content.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
const sequence = (...contents: Uint8Array[]) => tlv(0x30, ...contents);
const integer = (...bytes: number[]) => tlv(0x02, Buffer.from(bytes));

/** An object identifier from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...arcs] = dotted.split('.').map(Number);
  const base128 = (arc: number): number[] => {
    const digits = [arc & 127];
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128))
      digits.unshift(rest | 128);
    return digits.map((digit, n) => (n < digits.length - 1 ? digit | 128 : digit & 127));
  };
  return tlv(0x06, Buffer.from([first * 40 + second, ...arcs].flatMap(base128)));
}

export const nameOf = (country: string, commonName: string): Buffer =>
  sequence(
    tlv(0x31, sequence(oid('2.5.4.6'), tlv(0x13, Buffer.from(country)))),
    tlv(0x31, sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from(commonName)))),
  );

const extension = (id: string, value: Buffer, critical = false) =>
  sequence(oid(id), ...(critical ? [tlv(0x01, Buffer.from([255]))] : []), tlv(0x04, value));

/** The extensions of authorities and signers. */
export const extensions = {
  authority: () => extension('2.5.29.19', sequence(tlv(0x01, Buffer.from([255]))), true),
  keyUsage: (octet: number) => extension('2.5.29.15', tlv(0x03, Buffer.from([0, octet])), true),
  subjectKeyId: (id: Buffer) => extension('2.5.29.14', tlv(0x04, id)),
  authorityKeyId: (id: Buffer) => extension('2.5.29.35', sequence(tlv(0x80, id))),
  extendedKeyUsage: (...ids: string[]) => extension('2.5.29.37', sequence(...ids.map(oid)), true),
  documentTypes: (...types: string[]) =>
    extension(
      '2.23.136.1.1.6.2',
      sequence(integer(0), tlv(0x31, ...types.map((type) => tlv(0x13, Buffer.from(type))))),
    ),
  unknownCritical: () => extension('1.2.3.4', tlv(0x05), true),
};

const sha256With: Record<string, string> = { ec: '2.16.840.1.101.3.4.2.1' };
const pssAlgorithm = sequence(
  oid('1.2.840.113549.1.1.10'),
  sequence(
    tlv(0xa0, sequence(oid(sha256With.ec as string), tlv(0x05))),
    tlv(0xa1, sequence(oid('1.2.840.113549.1.1.8'), sequence(oid(sha256With.ec as string), tlv(0x05)))),
    tlv(0xa2, integer(32)),
  ),
);

/** AlgorithmIdentifier, hash, and what Node must be told, of each kind. */
function algorithmOf(kind: AuthorityKind): {
  der: Buffer;
  hash: string;
  options: Omit<SignKeyObjectInput, 'key'>;
} {
  if (kind === 'rsa') {
    return { der: sequence(oid('1.2.840.113549.1.1.11'), tlv(0x05)), hash: 'sha256', options: {} };
  }
  if (kind === 'rsa-pss') {
    const options = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    return { der: pssAlgorithm, hash: 'sha256', options };
  }
  if (/384/.test(kind)) return { der: sequence(oid('1.2.840.10045.4.3.3')), hash: 'sha384', options: {} };
  if (/521|512/.test(kind)) return { der: sequence(oid('1.2.840.10045.4.3.4')), hash: 'sha512', options: {} };
  return { der: sequence(oid('1.2.840.10045.4.3.2')), hash: 'sha256', options: {} };
}

function keyPairOf(kind: AuthorityKind) {
  if (kind === 'rsa' || kind === 'rsa-pss') return generateKeyPairSync('rsa', { modulusLength: 2048 });
  if (kind === 'explicit') {
    return generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' });
  }
  return generateKeyPairSync('ec', { namedCurve: kind });
}

const time = (text: string) =>
  tlv(
    0x17,
    Buffer.from(
      `${new Date(text)
        .toISOString()
        .replaceAll(/[-:T]|\.\d+/g, '')
        .slice(2)}`,
    ),
  );

/** Signs a certificate as an authority. @returns DER. */
export function certify(
  { key, kind, name }: Pick<Authority, 'key' | 'kind' | 'name'>,
  wish: CertificateWish,
): Buffer {
  const algorithm = algorithmOf(kind);
  const toSign = sequence(
    tlv(0xa0, integer(2)),
    integer(0x41, 0x17),
    algorithm.der,
    name,
    sequence(time(wish.notBefore), time(wish.notAfter)),
    wish.subject,
    wish.spki,
    ...(wish.extensions.length > 0 ? [tlv(0xa3, sequence(...wish.extensions))] : []),
  );
  const signature = sign(algorithm.hash, toSign, { key, ...algorithm.options });
  return sequence(toSign, algorithm.der, tlv(0x03, Buffer.from([0]), signature));
}

/** Makes an authority with a certificate signed by itself. */
export function createAuthority(
  kind: AuthorityKind = 'P-256',
  country = 'LK',
  wish: Partial<CertificateWish> = {},
): Authority {
  const { privateKey: key, publicKey } = keyPairOf(kind);
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const keyId = createHash('sha1').update(spki).digest();
  const name = nameOf(country, `Health CSCA ${country}`);
  const der = certify(
    { key, kind, name },
    {
      subject: name,
      spki,
      notBefore: '2020-01-01',
      notAfter: '2036-01-01',
      extensions: [extensions.authority(), extensions.keyUsage(0x06), extensions.subjectKeyId(keyId)],
      ...wish,
    },
  );
  return { name, key, kind, keyId, der, spki };
}
