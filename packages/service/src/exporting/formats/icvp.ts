import { buildIcvp } from '@mohar/credential/formats/icvp/build-icvp.ts';
import { membersOf } from '@mohar/credential/formats/icvp/content.ts';
import { contentIcvp, encodeIcvp } from '@mohar/credential/formats/icvp/encode.ts';
import type { DocumentFormat } from '../document-format.ts';
import { nameMembers, renamed } from '../holder-details.ts';

export const icvp: DocumentFormat = {
  name: 'icvp',
  title: 'ICVP',
  takes: [...nameMembers, 'passport'],
  namesAre: 'as-written',
  hasRecoveries: false,
  use: 'hcert',
  ends: 'as-stated',
  errorCorrection: ['quartile', 'medium', 'low'],
  file: { mediaType: 'text/plain', extension: 'hc1.txt' },
  build: (record, { holder, rules, now }) => {
    const { fieldSet, subclaim } = rules.icvp ?? {};
    const { passport } = holder;
    const document = buildIcvp(renamed(record, holder), {
      at: now,
      ...(fieldSet === undefined ? {} : { fieldSet }),
      ...(subclaim === undefined ? {} : { subclaim }),
      ...(passport === undefined ? {} : { passport }),
    });
    return {
      json: membersOf(document),
      encode: (signer, validity) => encodeIcvp(document, signer, validity),
      codeOf: contentIcvp,
    };
  },
};
