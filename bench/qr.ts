import { deflateRawSync } from 'node:zlib';
import { packDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { qrMatrix } from '@mohar/credential/qr/matrix.ts';
import { qrPng } from '@mohar/credential/qr/png.ts';
import { qrSvg } from '@mohar/credential/qr/svg.ts';
import { signEvent } from '@mohar/service/src/issuing/sign-event.ts';
import { type Row, rate } from './rate.ts';
import { issuerFor, sampleEvent } from './sample.ts';

/** From a signed credential to its QR code, beside the bare compression of its pixels. */
export async function qr(): Promise<Row[]> {
  const signed = await signEvent(sampleEvent(), issuerFor('Ed25519Signature2018'), Date.now(), '');
  if (!signed.ok) throw new Error('The sample event cannot be signed.');
  const { credential } = signed.value;
  const matrix = qrMatrix(packDivocPayload(credential));
  const pixels = Buffer.alloc(((matrix.size + 8) * 4) ** 2, 255);
  const bare = await rate(() => deflateRawSync(pixels, { level: 1 }));
  return [
    { what: 'payload (zip as text)', perSecond: await rate(() => packDivocPayload(credential)) },
    {
      what: `QR version ${matrix.version} as PNG`,
      perSecond: await rate(() => qrPng(qrMatrix(packDivocPayload(credential)))),
      peer: { what: 'deflate of as many pixels', perSecond: bare },
    },
    { what: 'QR as SVG', perSecond: await rate(() => qrSvg(qrMatrix(packDivocPayload(credential)))) },
  ];
}
