import type { TestRecord, VaccinationRecord } from '@mohar/credential/formats/export-record.ts';
import { buildVdsNcTest } from '@mohar/credential/formats/vds-nc/build-test.ts';
import { buildVdsNcVaccination } from '@mohar/credential/formats/vds-nc/build-vaccination.ts';
import { contentVdsNc, encodeVdsNc } from '@mohar/credential/formats/vds-nc/encode.ts';
import type { JsonObject } from '@mohar/credential/json.ts';
import type { DocumentFormat } from '../document-format.ts';
import { nameMembers } from '../holder-details.ts';

export const vdsNc: DocumentFormat = {
  name: 'vds-nc',
  title: 'VDS-NC',
  takes: [...nameMembers, 'passport'],
  namesAre: 'transliterated',
  hasRecoveries: false,
  use: 'vds-nc',
  ends: 'with-key',
  errorCorrection: ['quartile', 'medium', 'low'],
  file: { mediaType: 'application/json', extension: 'vds-nc.json' },
  build: (record, { holder, rules }) => {
    const { fnt: primary = holder.fn, gnt: secondary = holder.gn } = holder;
    const details = {
      ...(primary === undefined
        ? {}
        : { names: { primary, ...(secondary === undefined ? {} : { secondary }) } }),
      ...(holder.passport === undefined
        ? {}
        : { travelDocument: { type: 'P' as const, number: holder.passport } }),
    };
    const contact = rules['vds-nc']?.contact;
    const content =
      record.event.kind === 'test'
        ? buildVdsNcTest(record as TestRecord, { ...details, ...(contact ? { contact } : {}) })
        : buildVdsNcVaccination(record as VaccinationRecord, details);
    return {
      json: content as unknown as JsonObject,
      encode: (signer) => encodeVdsNc(content, signer),
      codeOf: contentVdsNc,
    };
  },
};
