import { type DivocWrapping, packDivocPayload } from '@mohar/credential/qr/divoc-payload.ts';
import { type QrMatrix, qrMatrixThatFits } from '@mohar/credential/qr/matrix.ts';

/** The QR code of a signed credential (JSON text). */
export const certificateQr = (credential: string, wrapping: DivocWrapping): QrMatrix =>
  qrMatrixThatFits(packDivocPayload(credential, wrapping));
