/** The order of P-256's group (SP 800-186). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
const bytes32 = (value: bigint): Uint8Array =>
  Uint8Array.from(Buffer.from((value % 2n ** 256n).toString(16).padStart(64, '0'), 'hex'));

/** Signatures that are nearly a signature. Of r‖s also: its halves exchanged, negated, out of their range, in DER. */
export function* otherSignatures(signature: Uint8Array): Generator<[deed: string, instead: Uint8Array]> {
  const { length } = signature;
  for (const other of [new Uint8Array(), new Uint8Array(length), new Uint8Array(length).fill(255)]) {
    yield ['none, zeros, or ones', other];
  }
  yield ['shorter or longer', signature.subarray(1)];
  yield ['shorter or longer', signature.subarray(0, -1)];
  yield ['shorter or longer', Uint8Array.of(...signature, 0)];
  yield ['shorter or longer', Uint8Array.of(0, ...signature)];
  yield ['twice', Uint8Array.of(...signature, ...signature)];
  if (length !== 64) return;
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)];
  const joined = (first: Uint8Array, second: Uint8Array) => Uint8Array.of(...first, ...second);
  yield ['r and s exchanged', joined(s, r)];
  yield ['s negated', joined(r, bytes32(order - number(s)))];
  yield ['r negated', joined(bytes32(order - number(r)), s)];
  for (const one of [0n, 1n, order, order - 1n, order + 1n]) {
    yield ['r or s out of range', joined(bytes32(one), s)];
    yield ['r or s out of range', joined(r, bytes32(one))];
    yield ['r or s out of range', joined(bytes32(one), bytes32(one))];
  }
  yield ['DER', der(r, s)];
  yield ['r and s widened', joined(Uint8Array.of(0, ...r), Uint8Array.of(0, ...s))];
}

/** ECDSA-Sig-Value (RFC 3279, section 2.2.3). */
function der(r: Uint8Array, s: Uint8Array): Uint8Array {
  const integer = (bytes: Uint8Array) => {
    const positive = (bytes[0] as number) > 127 ? Uint8Array.of(0, ...bytes) : bytes;
    return Uint8Array.of(2, positive.length, ...positive);
  };
  const content = Uint8Array.of(...integer(r), ...integer(s));
  return Uint8Array.of(0x30, content.length, ...content);
}
