import { flatTree } from './flat-tree.ts';
import type { TreePair } from './growing-tree.ts';
import { PartCopier } from './part-copier.ts';
import { PdfJoinError } from './pdf-join-error.ts';
import type { PdfWriter } from './pdf-writer.ts';
import type { PdfFile } from './read-pdf.ts';
import type { SharedStreams } from './shared-streams.ts';
import { textOf, textString } from './text-string.ts';
import { isArray, type PdfDictionary, PdfRef, type PdfToken, type PdfValue } from './values.ts';

/** Where a part goes in the whole: numbers of objects there. */
export interface PartPlace {
  /** Counted from 0. */
  readonly index: number;
  /** The first key of the structural parent tree that is free. */
  readonly firstParentKey: number;
  /** The structure element that all parts lie in. */
  readonly document: number;
  /** The entry in the outline that has the part's own below it, where that is kept. */
  readonly outlineItem?: number;
}

/** What the whole must know of a part that was written; numbers are those of the whole. */
export interface CopiedPart {
  /** Where it begins. */
  readonly begins: PdfValue;
  readonly structure: readonly number[];
  readonly parents: readonly TreePair[];
  readonly elementIds: readonly TreePair[];
  readonly destinations: readonly TreePair[];
  readonly roles: PdfDictionary;
  readonly attachments: readonly Attachment[];
  readonly associated: readonly number[];
  /** What stands in the part's own outline. */
  readonly outline?: { readonly first: number; readonly last: number; readonly count: number };
}

/** An embedded file. Its name may be taken in the whole: what specifies it is still to be written. */
export interface Attachment {
  readonly name: string;
  readonly number: number;
  readonly specification: ReadonlyMap<string, PdfValue>;
}

/** What a catalogue may have, and the trees in it: anything else would be lost. */
const known = {
  catalog: [
    ...[
      '/Type',
      '/Version',
      '/Pages',
      '/PageLayout',
      '/PageMode',
      '/ViewerPreferences',
      '/Metadata',
      '/Lang',
    ],
    ...['/MarkInfo', '/StructTreeRoot', '/OutputIntents', '/Outlines', '/Names', '/AF'],
  ],
  structure: ['/Type', '/K', '/ParentTree', '/ParentTreeNextKey', '/IDTree', '/RoleMap'],
  names: ['/Dests', '/EmbeddedFiles'],
} as const;

/** Brings in the pages of a part, in one way or another. @returns where they begin. */
export type LayPages = (file: PdfFile, catalog: PdfDictionary, copier: PartCopier) => PdfValue;

/**
 * Writes everything of a PDF that its pages, structure, outline and attachments need, under numbers of the whole.
 *
 * @throws PdfJoinError where it has what would be lost.
 */
export function copyPart(
  file: PdfFile,
  catalog: PdfDictionary,
  place: PartPlace,
  writer: PdfWriter,
  shared: SharedStreams,
  lay: LayPages,
): CopiedPart {
  const structureRoot = file.dictionary(catalog.get('/StructTreeRoot'), 'structure tree');
  const names = optional(file, catalog, '/Names');
  refuseOthers(catalog, known.catalog);
  refuseOthers(structureRoot, known.structure);
  refuseOthers(names, known.names);
  const copier = new PartCopier(file, place, writer, shared);
  copier.place(numberIn(catalog, '/StructTreeRoot'), place.document);

  // First: what pages become decides what else refers to.
  const begins = lay(file, catalog, copier);
  const attachments = attachmentsOf(file, names, copier, writer);
  const ownNames = ([name, value]: readonly [PdfValue, PdfValue]): TreePair => [
    copier.ownName(name as PdfToken),
    copier.moved(value),
  ];
  const associated = file.resolve(catalog.get('/AF')) ?? [];
  const { outlineItem } = place;
  const outline = outlineItem === undefined ? undefined : outlineOf(file, catalog, outlineItem, copier);
  const copied = {
    begins,
    structure: copyStructure(file, catalog, structureRoot, place.document, copier, writer),
    parents: flatTree(file, structureRoot.get('/ParentTree'), '/Nums').map(
      ([key, value]): TreePair => [String(copier.parentKey(key as PdfToken)), copier.moved(value)],
    ),
    elementIds: flatTree(file, structureRoot.get('/IDTree'), '/Names').map(ownNames),
    destinations: flatTree(file, names.get('/Dests'), '/Names').map(ownNames),
    roles: optional(file, structureRoot, '/RoleMap'),
    attachments,
    associated: isArray(associated)
      ? associated.flatMap((one) => (one instanceof PdfRef ? [copier.numberOf(one.number)] : []))
      : [],
    ...(outline ? { outline } : {}),
  };
  copier.finish();
  return copied;
}

function refuseOthers(dictionary: PdfDictionary, keys: readonly string[]): void {
  for (const key of dictionary.keys()) {
    if (!keys.includes(key)) throw new PdfJoinError(`PDFs with ${key} are not joined: it would be lost.`);
  }
}

function optional(file: PdfFile, dictionary: PdfDictionary, key: string): PdfDictionary {
  return dictionary.has(key) ? file.dictionary(dictionary.get(key), key) : new Map();
}

function numberIn(dictionary: PdfDictionary, key: string): number {
  const value = dictionary.get(key);
  if (value instanceof PdfRef) return value.number;
  throw new PdfJoinError(`The PDF has a ${key} that is no object of its own.`);
}

/** The elements at the top of the part's structure, below that of the whole: a document in it becomes a part of it. */
function copyStructure(
  file: PdfFile,
  catalog: PdfDictionary,
  root: PdfDictionary,
  document: number,
  copier: PartCopier,
  writer: PdfWriter,
): number[] {
  const language = file.resolve(catalog.get('/Lang'));
  const tops = file.resolve(root.get('/K'));
  return (isArray(tops) ? tops : [root.get('/K') as PdfValue]).map((top) => {
    const element = file.dictionary(top, 'structure element');
    const number = writer.allocate();
    if (top instanceof PdfRef) copier.place(top.number, number);
    const moved = copier.movedDictionary(element).set('/P', new PdfRef(document));
    if (element.get('/S') === '/Document') moved.set('/S', '/Part');
    if (language !== undefined && !element.has('/Lang')) moved.set('/Lang', language);
    writer.write(number, moved);
    return number;
  });
}

function attachmentsOf(
  file: PdfFile,
  names: PdfDictionary,
  copier: PartCopier,
  writer: PdfWriter,
): Attachment[] {
  return flatTree(file, names.get('/EmbeddedFiles'), '/Names').map(([name, reference]) => {
    const number = writer.allocate();
    if (reference instanceof PdfRef) copier.place(reference.number, number);
    const specification = copier.movedDictionary(file.dictionary(reference, 'file specification'));
    return { name: textOf(name as PdfToken), number, specification };
  });
}

/** An embedded file's specification, under a name. */
export const specificationOf = ({ specification }: Attachment, name: string): PdfDictionary =>
  new Map([...specification, ['/F', textString(name)], ['/UF', textString(name)]]);

function outlineOf(
  file: PdfFile,
  catalog: PdfDictionary,
  item: number,
  copier: PartCopier,
): CopiedPart['outline'] {
  if (!catalog.has('/Outlines')) return undefined;
  copier.place(numberIn(catalog, '/Outlines'), item);
  const root = file.dictionary(catalog.get('/Outlines'), 'outline');
  const [first, last] = [root.get('/First'), root.get('/Last')];
  if (!(first instanceof PdfRef && last instanceof PdfRef)) return undefined;
  return {
    first: copier.numberOf(first.number),
    last: copier.numberOf(last.number),
    count: Math.abs(Number(root.get('/Count') ?? 0)),
  };
}
