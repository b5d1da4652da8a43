import { deflateRawSync } from 'node:zlib';
import { packDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { qrMatrix } from '@mohar/credential/qr/matrix.ts';
import { qrPng } from '@mohar/credential/qr/png.ts';
import { qrSvg } from '@mohar/credential/qr/svg.ts';
import { qrPeer } from './peers/peers.ts';
import { rate } from './rate.ts';
import type { Row } from './row.ts';
import { certificateOf, issuerFor, sampleEvent } from './sample.ts';

/** From a signed credential to its QR code, beside DIVOC's library and the bare compression of its pixels. */
export async function qr(): Promise<Row[]> {
  const { credential } = await certificateOf(sampleEvent(), issuerFor('Ed25519Signature2018'));
  const payload = packDivocPayload(credential);
  const matrix = qrMatrix(payload);
  const pixels = Buffer.alloc(((matrix.size + 8) * 4) ** 2, 255);
  return [
    { what: 'payload (zip as text)', figure: await rate(() => packDivocPayload(credential)) },
    {
      what: `payload as PNG, QR version ${matrix.version}`,
      figure: await rate(() => qrPng(qrMatrix(payload))),
      peers: [
        await qrPeer(new TextDecoder().decode(payload)),
        {
          what: 'deflate of as many pixels',
          figure: await rate(() => deflateRawSync(pixels, { level: 1 })),
        },
      ],
    },
    {
      what: 'credential as QR, PNG',
      figure: await rate(() => qrPng(qrMatrix(packDivocPayload(credential)))),
    },
    {
      what: 'credential as QR, SVG',
      figure: await rate(() => qrSvg(qrMatrix(packDivocPayload(credential)))),
    },
  ];
}
