import { fieldSets } from '@mohar/credential/formats/icvp/field-set.ts';
import { about, anyOfMembers, members, template, text } from './parts.ts';

const days = { type: 'integer', minimum: 0, maximum: 1_000 };

/** What every format has. */
const exportRules = (own: Record<string, object> = {}, optional: readonly string[] = []) =>
  members(
    {
      template: about('Of its PDF: a Typst file below the pack’s folder', template),
      ...own,
      finalDoseOnly: about('Doses before the last of their course are refused', { type: 'boolean' }),
      validDays: about('How long the document counts, in days; never longer than its signing key', {
        type: 'integer',
        minimum: 1,
      }),
    },
    ['finalDoseOnly', 'validDays', ...optional],
  );

/** JSON Schema of `exports.yaml`. */
export const exportsSchema = anyOfMembers({
  'eu-dcc': about(
    'EU Digital COVID Certificate',
    exportRules(
      {
        recovery: about(
          'When a certificate of recovery counts, in days after the sample; without it, there are none',
          members({ fromDay: days, untilDay: days }),
        ),
      },
      ['recovery'],
    ),
  ),
  'smart-health-card': about(
    'SMART Health Card',
    exportRules({
      iss: about('URL that cards name; your proxy leads it to /shc', {
        type: 'string',
        format: 'uri',
        pattern: '^https://.*[^/]$',
        'x-message': 'must be an https URL without a slash at its end',
      }),
    }),
  ),
  'who-ddcc': about('WHO Digital Documentation of COVID-19 Certificates', exportRules()),
  icvp: about(
    'International Certificate of Vaccination or Prophylaxis of the WHO',
    exportRules(
      {
        fieldSet: about('Which of the WHO’s drafts is written', { enum: fieldSets.map(({ name }) => name) }),
        subclaim: about('Its number within the claim −260, once the WHO has given it one', {
          type: 'integer',
        }),
      },
      ['fieldSet', 'subclaim'],
    ),
  ),
  'vds-nc': about(
    'Visible Digital Seal of the ICAO',
    exportRules(
      {
        contact: about(
          'Whom readers of proofs of test can ask',
          members({ telephone: text, email: text, address: text }, ['address']),
        ),
      },
      ['contact'],
    ),
  ),
});
