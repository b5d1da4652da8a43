/** In what form public keys are written. */
export const exportFormats = ['pem', 'jwk', 'did'] as const;
export type ExportFormat = (typeof exportFormats)[number];
