import { buildHealthCard } from '@mohar/credential/formats/smart-health-card/build.ts';
import { decodeHealthCard } from '@mohar/credential/formats/smart-health-card/decode.ts';
import { contentHealthCard, encodeHealthCard } from '@mohar/credential/formats/smart-health-card/encode.ts';
import { fileType, toFile } from '@mohar/credential/formats/smart-health-card/file.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import type { DocumentFormat } from '../document-format.ts';
import { nameMembers, nameParts } from '../holder-details.ts';

export const smartHealthCard: DocumentFormat = {
  name: 'smart-health-card',
  title: 'a SMART Health Card',
  takes: nameMembers,
  namesAre: 'as-written',
  hasRecoveries: false,
  use: 'shc',
  ends: 'never',
  errorCorrection: ['medium', 'low'],
  maxVersion: 22,
  file: { mediaType: fileType, extension: 'smart-health-card' },
  build: (record, { holder, rules }) => {
    const iss = rules['smart-health-card']?.iss ?? '';
    const card = buildHealthCard(record, { iss, names: nameParts(holder) });
    return {
      json: card as unknown as JsonObject,
      // A card has no end of its own: what happened to its holder does not expire.
      encode: (signer, { issuedAt }) => encodeHealthCard(card, signer, { issuedAt }),
      codeOf: contentHealthCard,
      fileOf: (text) => toFile(decodeHealthCard(text).jws),
    };
  },
};
