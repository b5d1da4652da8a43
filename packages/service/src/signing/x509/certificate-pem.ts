import { X509Certificate } from 'node:crypto';

/** A certificate (DER) as PEM. */
export const certificatePem = (der: Buffer): string => new X509Certificate(der).toString();
