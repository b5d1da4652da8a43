import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml';

/** Where something is in a text, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A text of YAML, read. */
export interface YamlText {
  readonly value: unknown;
  /** What is not allowed in it; the value is then of no use. */
  readonly faults: readonly { readonly pointer: string; readonly place: Place; readonly message: string }[];
  /**
   * Where the value of a JSON Pointer is; of a member that is missing, where it is missed.
   *
   * @param ofKey where the member's name is, instead of its value.
   */
  placeOf(pointer: string, ofKey?: boolean): Place;
}

/** Longer texts are no settings that somebody wrote. */
const maxLength = 1024 * 1024;
/** Of what is no YAML: one bracket too many makes an error of every line behind it. */
const mostShown = 10;

/**
 * Reads YAML 1.2 (core schema) as data alone: what JSON can say, with comments. Refused are anchors and aliases (with which a few lines
 * grow to gigabytes), merge keys, tags, directives, a second document, names given twice, names that are no texts.
 */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const refused = (message: string, offset = 0): YamlText => ({
    value: undefined,
    faults: [{ pointer: '', place: placeAt(offset), message }],
    placeOf: () => placeAt(offset),
  });
  if (text.length > maxLength) return refused(`must have at most ${maxLength} characters`);
  let document: Document.Parsed;
  try {
    document = parseDocument(text, {
      lineCounter: lines,
      version: '1.2',
      schema: 'core',
      merge: false,
      uniqueKeys: true,
      strict: true,
      prettyErrors: false,
      // Else a second document would pass unnoticed.
      logLevel: 'error',
    });
  } catch (error) {
    return refused(`cannot be read: ${(error as Error).message}`);
  }
  // The parser gives it as an error of each level that it could open.
  if (document.errors.some(({ message }) => message.includes('call stack')))
    return refused('must not be nested so deeply');
  const directives = /^%/m.exec(text.slice(0, document.contents?.range[0] ?? text.length));
  if (directives) return refused('must have no directive (%)', directives.index);
  const broken = [...document.errors, ...document.warnings].slice(0, mostShown).map(({ pos, message }) => ({
    pointer: '',
    place: placeAt(pos[0]),
    message: message.split('\n')[0] ?? message,
  }));
  const faults = broken.length > 0 ? broken : forbidden(document, placeAt);
  return {
    value: faults.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 }),
    faults,
    placeOf: (pointer, ofKey = false) => placeAt(offsetOf(document, pointer, ofKey)),
  };
}

/** What would be more than data. */
function forbidden(document: Document.Parsed, placeAt: (offset: number) => Place) {
  const faults: { pointer: string; place: Place; message: string }[] = [];
  const refuse = (node: Node, path: readonly unknown[], message: string) =>
    faults.push({ pointer: pointerOf(path), place: placeAt(node.range?.[0] ?? 0), message });
  visit(document, (key, node, path) => {
    if (isAlias(node)) refuse(node, path, 'must be written out: aliases (*) are not allowed');
    else if (isNode(node)) {
      if (node.anchor) refuse(node, path, 'must have no anchor (&)');
      if (node.tag) refuse(node, path, 'must have no tag (!)');
      if (isScalar(node) && typeof node.value === 'number' && !Number.isFinite(node.value))
        refuse(node, path, 'must be a number that JSON has');
      if (key === 'key') refuseKey(node, path, refuse);
    }
  });
  return faults;
}

function refuseKey(
  node: Node,
  path: readonly unknown[],
  refuse: (node: Node, path: readonly unknown[], message: string) => void,
) {
  if (!isScalar(node) || typeof node.value !== 'string')
    refuse(node, path, 'names are texts: put it in quotation marks');
  else if (node.value === '<<') refuse(node, path, 'must be written out: merge keys (<<) are not allowed');
  else if (node.value === '__proto__') refuse(node, path, 'is no name that is allowed');
}

/** Of the nodes above one, its JSON Pointer. */
function pointerOf(path: readonly unknown[]): string {
  return path
    .flatMap((node, level) => {
      const inner = path[level + 1];
      if (isSeq(node) && inner !== undefined) return [`/${node.items.indexOf(inner)}`];
      if (isPair(node) && isScalar(node.key))
        return [`/${String(node.key.value).replaceAll('~', '~0').replaceAll('/', '~1')}`];
      return [];
    })
    .join('');
}

function offsetOf(document: Document.Parsed, pointer: string, ofKey: boolean): number {
  let node: unknown = document.contents;
  let key: unknown = node;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(
        (one) => isScalar(one.key) && String(one.key.value) === name,
      );
      if (!pair) break;
      key = pair.key;
      node = pair.value ?? pair.key;
    } else if (isSeq(node)) {
      const item = node.items[Number(name)];
      if (item === undefined) break;
      key = item;
      node = item;
    } else break;
  }
  const found = ofKey ? key : node;
  return (isNode(found) ? found.range?.[0] : undefined) ?? 0;
}
