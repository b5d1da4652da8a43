import type { QrMatrix } from '@mohar/credential/qr/matrix.ts';
import { certificateQr } from './certificate-qr.ts';
import type { Issuer } from './issuer.ts';
import { lookAt } from './look-at-code.ts';

/** What giving out the codes of certificates works with. */
export interface CodeDesk {
  readonly issuer: Issuer;
  /** Whether the picture of this code is read back before it leaves. */
  readonly sampled: () => boolean;
}

/**
 * The QR code of a certificate, to be given out, as picture or on paper. The one way there: a sample is read back.
 *
 * @param credential JSON text, as signed.
 * @throws UnreadableCodeError.
 */
export async function qrToGive(credential: string, { issuer, sampled }: CodeDesk): Promise<QrMatrix> {
  const { code, payload } = certificateQr(credential, issuer.pack.qr.wrapping);
  if (sampled()) await lookAt(code, payload);
  return code;
}
