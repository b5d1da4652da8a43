/** What schemas of a country pack's pieces are made of. Descriptions are for editors, and for people who write packs. */

export interface Described {
  readonly title?: string;
  readonly description: string;
}

/** A schema with what it is for. */
export const about = <Schema extends object>(description: string, schema: Schema): Schema & Described => ({
  ...schema,
  description,
});

export const text = { type: 'string', minLength: 1, format: 'plain-text' };
export const uri = { type: 'string', format: 'uri' };
export const instant = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$',
  'x-message': 'must be a moment in UTC, as YYYY-MM-DDTHH:MM:SSZ',
};

export const template = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9_/-]*\\.typ$',
  'x-message': 'must be the path of a .typ file below the pack’s folder',
};

/** BCP 47, as far as messages and fonts go: language, script, region. */
export const languagePattern = '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$';
export const languageTag = {
  type: 'string',
  pattern: languagePattern,
  'x-message': 'must be a language tag of BCP 47, such as en, hi or mni-Mtei',
};

/** A text by language. */
export const translations = {
  type: 'object',
  minProperties: 1,
  propertyNames: { pattern: languagePattern, 'x-message': languageTag['x-message'] },
  additionalProperties: text,
};

/** An object of exactly these members. */
export const members = (properties: Record<string, object>, optional: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

/** An object of these members, none of which must be there. */
export const anyOfMembers = (properties: Record<string, object>) =>
  members(properties, Object.keys(properties));

/** Names of a row of a catalogue. */
export const catalogueNames = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'string',
    pattern: '^[^A-Z\\s]*[^A-Z\\s\\p{P}][^A-Z\\s]*$',
    'x-message': 'must be in small letters, without spaces, with a letter or figure in it',
  },
};
