import type { CertificateFormat } from './verdict.ts';

/** What the formats are called: names of their own, in every language the same. */
export const formatNames: Readonly<Record<CertificateFormat, string>> = {
  divoc: 'DIVOC certificate',
  'w3c-vc1': 'W3C Verifiable Credential 1.1',
  'w3c-vc2': 'W3C Verifiable Credential 2.0',
  'eu-dcc': 'EU Digital COVID Certificate',
  shc: 'SMART Health Card',
  'who-ddcc': 'WHO Digital Documentation of COVID-19 Certificate',
  icvp: 'WHO International Certificate of Vaccination or Prophylaxis',
  'vds-nc': 'ICAO Visible Digital Seal (VDS-NC)',
};
