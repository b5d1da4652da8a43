import type { Canvas } from '@napi-rs/canvas';

/**
 * A PDF (ISO 32000-1) of one A4 page that shows a picture and nothing else, as scanners make them: a JPEG as an image
 * XObject.
 */
export function picturePdf(picture: Canvas): Buffer {
  const jpeg = picture.toBuffer('image/jpeg', 90);
  const [width, height] = [500, (500 * picture.height) / picture.width];
  const drawing = Buffer.from(`q ${width} 0 0 ${height.toFixed(2)} 47 100 cm /Paper Do Q`);
  const image = `/Type /XObject /Subtype /Image /Width ${picture.width} /Height ${picture.height}`;
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Paper 5 0 R >> >> >>',
    ),
    stream('', drawing),
    stream(`${image} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`, jpeg),
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  let length = 9;
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  for (const [n, object] of objects.entries()) {
    offsets.push(length);
    add(Buffer.concat([Buffer.from(`${n + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]));
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  add(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

const stream = (entries: string, content: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`<< ${entries} /Length ${content.length} >>\nstream\n`),
    content,
    Buffer.from('\nendstream'),
  ]);
