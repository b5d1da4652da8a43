import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { parseCivilDate, parseFullCivilDate } from './civil-date.ts';
import { type Fault, pointerTo } from './fault.ts';
import { parseMoment } from './moment.ts';
import { hasLetter, isPlainText } from './text-rules.ts';

/** The formats that schemas of events may use, beside JSON Schema's own keywords. */
const formats: Record<string, { validate: (text: string) => boolean; right: string }> = {
  'plain-text': {
    validate: isPlainText,
    right: 'must not contain control characters, direction overrides or unassigned characters',
  },
  'person-name': {
    validate: (text) => isPlainText(text) && hasLetter(text) && text.trim() === text,
    right: 'must be a name: at least one letter, no control characters, no space at either end',
  },
  'civil-date': {
    validate: (text) => parseFullCivilDate(text) !== undefined,
    right: 'must be a date that exists, as YYYY-MM-DD',
  },
  'partial-civil-date': {
    validate: (text) => parseCivilDate(text) !== undefined,
    right: 'must be a date that exists, as YYYY-MM-DD, YYYY-MM or YYYY',
  },
  moment: {
    validate: (text) => parseMoment(text, 'UTC') !== undefined,
    right:
      'must be a date or a date and time that exists, as YYYY-MM-DD or YYYY-MM-DDTHH:MM[:SS[.sss]][Z|±HH:MM]',
  },
  'regular-expression': {
    validate: isRegularExpression,
    right: 'must be a regular expression of JavaScript (with flag u)',
  },
  uri: {
    validate: (text) => /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/.test(text),
    right: 'must be a URI',
  },
};

function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

/**
 * Compiles a JSON Schema (2020-12) into a function that gives every fault of a value.
 *
 * @param schema may use the formats `plain-text`, `person-name`, `civil-date`, `partial-civil-date`,
 *   `moment`, `regular-expression` and `uri`.
 *   A schema's own words for what would be right are its `x-message`; of a member that is missing, those of the member's schema.
 * @throws Error where the schema itself is not valid.
 */
export function compileSchema(schema: object): (value: unknown, base: string) => Fault[] {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, verbose: true });
  ajv.addKeyword({ keyword: ownWords, schemaType: 'string' });
  for (const [name, { validate }] of Object.entries(formats))
    ajv.addFormat(name, { type: 'string', validate });
  const validate: ValidateFunction = ajv.compile(schema);
  return (value, base) => {
    if (validate(value)) return [];
    return (validate.errors ?? [])
      .filter((error) => error.keyword !== 'if')
      .map((error) => fault(error, base));
  };
}

/** The keyword of a schema's own words for what would be right. */
const ownWords = 'x-message';

function fault(error: ErrorObject, base: string): Fault {
  const { pointer, rule, message } = plainFault(error, base);
  const schema = error.parentSchema as SchemaWithWords | undefined;
  if (error.keyword === 'required') {
    const words = schema?.properties?.[error.params.missingProperty]?.[ownWords];
    return { pointer, rule, message: words === undefined ? message : `${message}: it ${words}` };
  }
  const words = error.keyword === 'additionalProperties' ? undefined : schema?.[ownWords];
  return { pointer, rule, message: words ?? message };
}

interface SchemaWithWords {
  readonly [ownWords]?: string;
  readonly properties?: Readonly<Record<string, SchemaWithWords>>;
}

function plainFault(error: ErrorObject, base: string): Fault {
  const at = base + error.instancePath;
  const { params } = error;
  switch (error.keyword) {
    case 'required':
      return { pointer: pointerTo(at, params.missingProperty), rule: 'required', message: 'is required' };
    case 'additionalProperties':
      return {
        pointer: pointerTo(at, params.additionalProperty),
        rule: 'unknown-member',
        message: 'is not known here',
      };
    case 'format':
      return {
        pointer: at,
        rule: params.format,
        message: formats[params.format]?.right ?? 'has the wrong form',
      };
    case 'enum':
      return { pointer: at, rule: 'enum', message: `must be one of ${params.allowedValues.join(', ')}` };
    case 'type':
      return { pointer: at, rule: 'type', message: `must be of type ${[params.type].flat().join(' or ')}` };
    case 'minLength':
      return { pointer: at, rule: 'min-length', message: `must have at least ${params.limit} character(s)` };
    case 'maxLength':
      return { pointer: at, rule: 'max-length', message: `must have at most ${params.limit} characters` };
    case 'minimum':
      return { pointer: at, rule: 'minimum', message: `must be at least ${params.limit}` };
    case 'maximum':
      return { pointer: at, rule: 'maximum', message: `must be at most ${params.limit}` };
    case 'pattern':
      return { pointer: at, rule: 'pattern', message: `must match ${params.pattern}` };
    default:
      return { pointer: at, rule: error.keyword, message: error.message ?? 'is not valid' };
  }
}
