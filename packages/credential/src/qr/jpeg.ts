import { type QrMatrix, quietZone } from './matrix.ts';

/** Pixels a module: the side of a block in JPEG. */
const scale = 8;

/**
 * A dark block is five of these below middle grey, a light one five above: both beyond their end of the scale by an eighth of
 * a level, so that every decoder arrives at 0 and 255.
 */
const quantum = 205;

const segment = (marker: number, ...bytes: number[]) => [
  0xff,
  marker,
  (bytes.length + 2) >> 8,
  (bytes.length + 2) & 0xff,
  ...bytes,
];

/** Symbols of a Huffman table in the order of their codes: the first has one bit, each further one has one bit more. */
const table = (id: number, symbols: readonly number[]) =>
  segment(0xc4, id, ...Array.from({ length: 16 }, (_, n) => (n < symbols.length ? 1 : 0)), ...symbols);

/** How a block differs from the one before it, by 0, 10, -10 quanta, the first one by 5; and that it has nothing else. */
const same = 0b0_0;
const changed = { toLight: 0b10_1010_0, toDark: 0b10_0101_0, firstLight: 0b110_101_0 };

/**
 * A QR code with its quiet zone as baseline JPEG in grey (ITU-T T.81), without loss: each module is one block of 8 × 8
 * pixels, which its mean describes whole, so that there are no ripples around edges. What embeds pictures as they are, as
 * PDF does with JPEG, has nothing to unpack and to compress again.
 */
export function qrJpeg({ modules, size }: QrMatrix): Uint8Array {
  const side = size + 2 * quietZone;
  const pixels = [(side * scale) >> 8, (side * scale) & 0xff];
  const head = [
    ...[0xff, 0xd8],
    ...segment(0xe0, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0),
    ...segment(0xdb, 0, ...new Array<number>(scale * scale).fill(quantum)),
    ...segment(0xc0, 8, ...pixels, ...pixels, 1, 1, 0x11, 0),
    // Differences by their number of bits: 0, 4 for ten, 3 for five.
    ...table(0x00, [0, 4, 3]),
    ...table(0x10, [0]),
    ...segment(0xda, 1, 1, 0, 0, 63, 0),
  ];
  // At most seven bits a block; every byte may need a zero behind it.
  const bytes = new Uint8Array(head.length + 2 * side * side + 4);
  bytes.set(head);
  let at = head.length;
  let pending = 0;
  let count = 0;
  const write = (bits: number, length: number) => {
    pending = (pending << length) | bits;
    count += length;
    if (count < 8) return;
    count -= 8;
    const byte = (pending >> count) & 0xff;
    bytes[at++] = byte;
    if (byte === 0xff) bytes[at++] = 0;
  };
  const writeSame = (blocks: number) => {
    for (let n = 0; n < blocks; n += 1) write(same, 2);
  };
  write(changed.firstLight, 7);
  writeSame(quietZone * side + quietZone - 1);
  for (const row of modules) {
    let wasDark = false;
    for (let x = 0; x <= size; x += 1) {
      const dark = row[x] === true;
      if (dark === wasDark) write(same, 2);
      else write(dark ? changed.toDark : changed.toLight, 7);
      wasDark = dark;
    }
    writeSame(2 * quietZone - 1);
  }
  writeSame(quietZone * side - quietZone);
  // What is left of the last byte is filled with ones.
  if (count > 0) write((1 << (8 - count)) - 1, 8 - count);
  bytes.set([0xff, 0xd9], at);
  return bytes.subarray(0, at + 2);
}
