import { buildDdcc } from '@mohar/credential/formats/who-ddcc/build-ddcc.ts';
import { contentDdcc, encodeDdcc } from '@mohar/credential/formats/who-ddcc/encode.ts';
import type { DocumentFormat } from '../document-format.ts';

export const whoDdcc: DocumentFormat = {
  name: 'who-ddcc',
  use: 'hcert',
  ends: 'as-stated',
  errorCorrection: ['quartile', 'medium', 'low'],
  file: { mediaType: 'text/plain', extension: 'hc1.txt' },
  build: (record) => {
    const document = buildDdcc(record);
    return {
      json: document.members,
      encode: (signer, validity) => encodeDdcc(document, signer, validity),
      codeOf: contentDdcc,
    };
  },
};
