import { about, members, template, text, uri } from './parts.ts';

/** JSON Schema of an entity type's `entity.json`. */
export const entitySchema = members({
  entityType: about('Its name in /v4/{entityType}/certify', {
    type: 'string',
    pattern: '^[a-z][a-z0-9-]{1,60}$',
  }),
  credentialType: about('Type of the credential, beside VerifiableCredential', {
    type: 'string',
    pattern: '^[A-Z][A-Za-z0-9]+$',
  }),
  subjectType: about('Type of its subject', { type: 'string', pattern: '^[A-Z][A-Za-z0-9]+$' }),
  contextUrl: about('URL of its context, context.json', uri),
  beneficiaryMember: about('Member of an event that identifies the holder', text),
  holderBaseUri: about('Before the beneficiary’s id, with a colon', uri),
  template: about('Of its PDF: a Typst file below the pack’s folder', template),
});
