import { buildDdcc } from '@mohar/credential/formats/who-ddcc/build-ddcc.ts';
import { contentDdcc, encodeDdcc } from '@mohar/credential/formats/who-ddcc/encode.ts';
import type { DocumentFormat } from '../document-format.ts';
import { nameMembers, renamed } from '../holder-details.ts';

export const whoDdcc: DocumentFormat = {
  name: 'who-ddcc',
  title: 'WHO DDCC',
  takes: nameMembers,
  namesAre: 'as-written',
  hasRecoveries: false,
  use: 'hcert',
  ends: 'as-stated',
  errorCorrection: ['quartile', 'medium', 'low'],
  file: { mediaType: 'text/plain', extension: 'hc1.txt' },
  build: (record, { holder }) => {
    const document = buildDdcc(renamed(record, holder));
    return {
      json: document.members,
      encode: (signer, validity) => encodeDdcc(document, signer, validity),
      codeOf: contentDdcc,
    };
  },
};
