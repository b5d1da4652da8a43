import { type KeyObject, sign } from 'node:crypto';

/** An X.509 certificate (RFC 5280, section 4.1) with just these parts, signed with ES256: in DER. */
export function certificate(parts: {
  readonly serial: number;
  readonly issuer: Buffer;
  readonly subject: Buffer;
  /** UTCTime. */
  readonly from: string;
  readonly until: string;
  readonly publicKey: KeyObject;
  readonly signingKey: KeyObject;
  readonly extensions: readonly Buffer[];
}): Buffer {
  const ecdsaWithSha256 = der(0x30, oid('2a8648ce3d040302'));
  const time = (text: string) => der(0x17, Buffer.from(text));
  const toBeSigned = der(
    0x30,
    der(0xa0, der(2, [2])),
    der(2, [parts.serial]),
    ecdsaWithSha256,
    parts.issuer,
    der(0x30, time(parts.from), time(parts.until)),
    parts.subject,
    parts.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, ...parts.extensions)),
  );
  const signature = sign('sha256', toBeSigned, parts.signingKey);
  return der(0x30, toBeSigned, ecdsaWithSha256, der(3, [0], signature));
}

/** A value in DER (X.690): its tag, its length, what is in it. */
export function der(tag: number, ...contents: readonly (Uint8Array | readonly number[])[]): Buffer {
  const content = Buffer.concat(contents.map((each) => Uint8Array.from(each)));
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Uint8Array.from([tag, ...size]), content]);
}

/** An object identifier, from its bytes in hexadecimal digits. */
export function oid(hex: string): Buffer {
  return der(6, Buffer.from(hex, 'hex'));
}

/** An extension (RFC 5280, section 4.2): the hexadecimal digits of its identifier, its value in DER. */
export function extension(id: string, value: Buffer, critical = false): Buffer {
  return der(0x30, oid(id), ...(critical ? [der(1, [255])] : []), der(4, value));
}

/** The name of somebody in Sri Lanka. */
export function distinguishedName(commonName: string): Buffer {
  return der(
    0x30,
    der(0x31, der(0x30, oid('550406'), der(0x13, Buffer.from('LK')))),
    der(0x31, der(0x30, oid('550403'), der(0x0c, Buffer.from(commonName)))),
  );
}
