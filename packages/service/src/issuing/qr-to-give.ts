import type { QrMatrix } from '@mohar/credential/qr/matrix.ts';
import { certificateQr, wrappingOf } from './certificate-qr.ts';
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
 * @param certificateType of it: a country may have another code for each.
 * @throws UnreadableCodeError.
 */
export async function qrToGive(
  credential: string,
  certificateType: string,
  { issuer, sampled }: CodeDesk,
): Promise<QrMatrix> {
  const { code, payload } = certificateQr(credential, wrappingOf(issuer.pack, certificateType));
  if (sampled()) await lookAt(code, payload);
  return code;
}
