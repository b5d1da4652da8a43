import type { CountryPack, IdentitiesPiece, IdentityType, ShownIdentity } from './pack.ts';

/** An identity as a certificate shows it. */
export interface IdentityOnPaper {
  /** As `identities.yaml` calls it; `other`, where it is none of them. */
  readonly type: string;
  /** Key of the message that names the document. */
  readonly name: string;
  /** The number, whole; or masked, what is hidden as `X`. */
  readonly value: string;
}

/** What is wrong with an identity. */
export interface IdentityFault {
  /** What would be right. */
  readonly message: string;
}

/**
 * How an identity stands on paper. What is hidden is nowhere in the answer.
 *
 * @param identity as received: a number, or a URI that ends with one.
 * @returns undefined where it is none: DIVOC takes "NA", and texts of one character, for that.
 */
export function identityOnPaper(
  { identities }: Pick<CountryPack, 'identities'>,
  identity: string,
): IdentityOnPaper | undefined {
  const text = identity.trim();
  if (/^(NA|.?)$/iu.test(text)) return undefined;
  const { type, number } = knownIn(identities)(text);
  const shown = type ?? identities.others ?? usual;
  const value = shown.shown === 'whole' ? number : masked(number, shown.keepLast ?? 4);
  return { type: type?.type ?? 'other', name: shown.name, value };
}

/** What its kind of document demands of an identity, and it does not fulfil; undefined where all is well. */
export function identityFault(
  { identities }: Pick<CountryPack, 'identities'>,
  identity: string,
): IdentityFault | undefined {
  // Most countries have no such rules, and this is asked for every event.
  if (identities.identities.every(({ pattern }) => pattern === undefined)) return undefined;
  const { type, number, isRight } = knownIn(identities)(identity.trim());
  if (type === undefined || isRight(number)) return undefined;
  const message = type.message ?? `must be a number of the kind ${type.type}, as ${type.pattern}`;
  return { message };
}

const usual: ShownIdentity = { name: 'identityDocuments.other', shown: 'whole' };

interface Known {
  readonly type?: IdentityType;
  readonly number: string;
  isRight(number: string): boolean;
}

/** Prepared once for each country. Whose identities were looked at is not remembered. */
const prepared = new WeakMap<IdentitiesPiece, (text: string) => Known>();

function knownIn(identities: IdentitiesPiece): (text: string) => Known {
  const ready = prepared.get(identities) ?? prepare(identities);
  prepared.set(identities, ready);
  return ready;
}

function prepare({ identities }: IdentitiesPiece): (text: string) => Known {
  const types = identities.map((type) => ({
    type,
    uri: type.uri === undefined ? undefined : whole(type.uri, 'iu'),
    text: type.text === undefined ? undefined : whole(type.text),
    pattern: type.pattern === undefined ? undefined : whole(type.pattern),
  }));
  return (text) => {
    const uri = uriParts(text);
    const found = types.find((known) =>
      uri ? uri.kinds.some((kind) => known.uri?.test(kind)) : known.text?.test(text),
    );
    return {
      ...(found ? { type: found.type } : {}),
      number: uri?.number ?? text,
      isRight: (number) => found?.pattern?.test(number) ?? true,
    };
  };
}

/**
 * Of an identity that is a URI: its number, the last part; and by what it could tell of which kind it is, what stands before
 * it, the last part of that, or where there is none the scheme (`NIC:853400937V`).
 */
function uriParts(text: string): { kinds: readonly string[]; number: string } | undefined {
  // Source systems write kinds and numbers with spaces and slashes, which URIs have not: `did:Driving Licence:KL-07/2012/1`.
  const parts = /^([A-Za-z][A-Za-z0-9+.-]*):(?:([^<>"{}|\\^`]*):)?([^\s<>"{}|\\^`:/][^<>"{}|\\^`:]*)$/u.exec(
    text,
  );
  if (!parts) return undefined;
  const [, scheme = '', before, last = ''] = parts;
  const kinds = before === undefined ? [scheme] : [before, before.split(':').at(-1) as string];
  return { kinds, number: readable(last) };
}

const whole = (pattern: string, flags = 'u'): RegExp => new RegExp(`^(?:${pattern})$`, flags);

/** Of a URI: without its percent-encoding. */
function readable(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Hides letters and figures but the last ones; at least half of them, those counted that somebody has hidden already. What
 * stands between them stays.
 */
function masked(text: string, keepLast: number): string {
  const characters = [...segmenter.segment(text)].map(({ segment }) => segment);
  const counts = (one: string) => /[\p{L}\p{N}*]/u.test(one);
  const count = characters.filter(counts).length;
  const hidden = count - Math.min(keepLast, Math.floor(count / 2));
  let met = 0;
  return characters.map((one) => (counts(one) && met++ < hidden ? 'X' : one)).join('');
}

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
