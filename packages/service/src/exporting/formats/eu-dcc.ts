import { buildEuDcc } from '@mohar/credential/formats/eu-dcc/build.ts';
import { contentEuDcc, encodeEuDcc } from '@mohar/credential/formats/eu-dcc/encode.ts';
import { NotExpressibleError } from '@mohar/credential/formats/not-expressible-error.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import type { DocumentFormat } from '../document-format.ts';
import { nameMembers } from '../holder-details.ts';

export const euDcc: DocumentFormat = {
  name: 'eu-dcc',
  title: 'EU DCC',
  takes: nameMembers,
  namesAre: 'as-written',
  hasRecoveries: true,
  use: 'hcert',
  ends: 'as-stated',
  errorCorrection: ['quartile', 'medium', 'low'],
  file: { mediaType: 'text/plain', extension: 'hc1.txt' },
  build: (record, { holder: { passport: _, ...names }, recovery, rules, timeZone, now }) => {
    const period = recovery ? rules['eu-dcc']?.recovery : undefined;
    if (recovery && !period) {
      throw new NotExpressibleError('EU DCC', [
        {
          pointer: '?kind',
          rule: 'recovery',
          message: 'must be another: this country certifies no recoveries',
        },
      ]);
    }
    const content = buildEuDcc(record, { names, timeZone, at: now, ...(period ? { recovery: period } : {}) });
    return {
      json: content as unknown as JsonObject,
      encode: (signer, validity) => encodeEuDcc(content, signer, validity),
      codeOf: contentEuDcc,
    };
  },
};
