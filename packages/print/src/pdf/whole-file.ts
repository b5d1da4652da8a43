import { CardPages } from './card-pages.ts';
import { type Conformance, conformanceOf, type DocumentFacts, xmpOf } from './conformance.ts';
import { copyPart, type LayPages, specificationOf } from './copy-part.ts';
import { GrowingTree } from './growing-tree.ts';
import type { JoinOptions } from './join-options.ts';
import { Outline } from './outline.ts';
import { copyOutputIntents } from './output-intents.ts';
import { layPages, PageTree } from './page-tree.ts';
import { PdfJoinError } from './pdf-join-error.ts';
import { PdfWriter } from './pdf-writer.ts';
import type { PdfFile } from './read-pdf.ts';
import { SharedStreams } from './shared-streams.ts';
import { bytesOf, textOf, textString } from './text-string.ts';
import { dictionary, isDictionary, type PdfDictionary, type PdfValue, refTo } from './values.ts';

/** The PDF that parts are joined into, as it grows. */
export class WholeFile {
  readonly #facts: DocumentFacts;
  readonly #writer: PdfWriter;
  readonly #shared = new SharedStreams();
  readonly #numbers: Record<'catalog' | 'pages' | 'structure' | 'document', number>;
  /** As of the first part. */
  readonly #outputIntents: PdfValue | undefined;
  readonly #direction: PdfValue;

  #parts = 0;
  readonly #pages: PageTree;
  readonly #cards: CardPages | undefined;
  readonly #structure: number[] = [];
  #nextParentKey = 0;
  readonly #parents: GrowingTree;
  readonly #elementIds: GrowingTree;
  readonly #destinations: GrowingTree;
  readonly #roles = new Map<string, PdfValue>();
  readonly #outline: Outline;
  readonly #outlineRoot: number;
  readonly #associated: number[] = [];
  /** Numbers of their specifications, by name. */
  readonly #attachments = new Map<string, number>();

  /** @param first the part that comes first: the others must keep to the same standard. */
  constructor(first: PdfFile, { sheet, ...facts }: JoinOptions) {
    const catalog = catalogOf(first);
    this.#facts = { ...facts, ...conformanceOf(first, catalog) };
    const writer = new PdfWriter(first.version);
    const next = () => writer.allocate();
    this.#writer = writer;
    this.#numbers = { catalog: next(), pages: next(), structure: next(), document: next() };
    this.#outlineRoot = next();
    this.#pages = new PageTree(writer, this.#numbers.pages);
    this.#cards = sheet && new CardPages(writer, this.#pages, sheet);
    this.#outline = new Outline(writer, this.#outlineRoot);
    this.#parents = new GrowingTree(writer, '/Nums');
    this.#elementIds = new GrowingTree(writer, '/Names');
    this.#destinations = new GrowingTree(writer, '/Names');
    this.#outputIntents = copyOutputIntents(first, catalog, writer, this.#shared);
    const preferences = first.resolve(catalog.get('/ViewerPreferences'));
    this.#direction = (isDictionary(preferences) && preferences.get('/Direction')) || '/L2R';
  }

  /** @throws PdfJoinError. */
  add(file: PdfFile, as: 'pages' | 'card'): void {
    const catalog = catalogOf(file);
    this.#assertAlike(conformanceOf(file, catalog));
    const outlineItem = this.#writer.allocate();
    const part = copyPart(
      file,
      catalog,
      {
        index: this.#parts,
        firstParentKey: this.#nextParentKey,
        document: this.#numbers.document,
        // Of a card, it is the card itself.
        ...(as === 'pages' ? { outlineItem } : {}),
      },
      this.#writer,
      this.#shared,
      as === 'card' ? this.#layCard() : this.#layPages(),
    );
    this.#parts += 1;
    this.#structure.push(...part.structure);
    this.#parents.add(part.parents);
    const lastKey = part.parents.at(-1)?.[0];
    if (lastKey !== undefined) this.#nextParentKey = Number(lastKey) + 1;
    this.#elementIds.add(part.elementIds);
    this.#destinations.add(part.destinations);
    this.#addRoles(part.roles);
    for (const attachment of part.attachments) {
      const name = this.#freeName(attachment.name);
      this.#attachments.set(name, attachment.number);
      this.#writer.write(attachment.number, specificationOf(attachment, name));
    }
    this.#associated.push(...part.associated);
    this.#outline.add(outlineItem, titleOf(file) ?? this.#facts.title, part);
  }

  /** What was written since the last call. */
  taken(): Uint8Array {
    return this.#writer.taken();
  }

  /** Writes what all parts share. */
  finish(): Uint8Array {
    const writer = this.#writer;
    const { catalog, pages, structure, document } = this.#numbers;
    const { title, language, date } = this.#facts;
    const add = (value: PdfDictionary, stream?: Uint8Array) => {
      const number = writer.allocate();
      writer.write(number, value, stream);
      return refTo(number);
    };
    this.#cards?.finish();
    this.#pages.finish();
    this.#writeStructure(structure, document);
    this.#outline.finish();
    const xmp = Buffer.from(xmpOf(this.#facts));
    const metadata = add(dictionary({ Type: '/Metadata', Subtype: '/XML', Length: String(xmp.length) }), xmp);
    const moment = `(D:${date.replace(/\.\d+/, '').replaceAll(/[-:T]/g, '')})`;
    const info = add(dictionary({ Title: textString(title), CreationDate: moment, ModDate: moment }));
    writer.write(
      catalog,
      dictionary({
        Type: '/Catalog',
        Pages: refTo(pages),
        Metadata: metadata,
        Lang: textString(language),
        MarkInfo: dictionary({ Marked: 'true' }),
        StructTreeRoot: refTo(structure),
        Outlines: refTo(this.#outlineRoot),
        ViewerPreferences: dictionary({ DisplayDocTitle: 'true', Direction: this.#direction }),
        OutputIntents: this.#outputIntents,
        Names: this.#names(),
        AF: this.#associated.length > 0 ? this.#associated.map(refTo) : undefined,
      }),
    );
    return writer.finish(catalog, info.number);
  }

  #layPages(): LayPages {
    // Pages come after the sheet that cards before them are on.
    this.#cards?.finish();
    return (file, catalog, copier) => layPages(file, catalog, copier, this.#writer, this.#pages);
  }

  #layCard(): LayPages {
    const cards = this.#cards;
    if (!cards) throw new PdfJoinError('There is no sheet to put cards on.');
    return (file, catalog, copier) => cards.lay(file, catalog, copier);
  }

  #writeStructure(root: number, document: number): void {
    const { title, language } = this.#facts;
    this.#writer.write(
      root,
      dictionary({
        Type: '/StructTreeRoot',
        K: [refTo(document)],
        ParentTree: this.#parents.root() ?? dictionary({ Nums: [] }),
        ParentTreeNextKey: String(this.#nextParentKey),
        IDTree: this.#elementIds.root(),
        RoleMap: this.#roles.size > 0 ? this.#roles : undefined,
      }),
    );
    this.#writer.write(
      document,
      dictionary({
        Type: '/StructElem',
        S: '/Document',
        P: refTo(root),
        T: textString(title),
        Lang: textString(language),
        K: this.#structure.map(refTo),
      }),
    );
  }

  #names(): PdfDictionary | undefined {
    const files = [...this.#attachments]
      .map(([name, number]) => ({ name: textString(name), number }))
      .sort((one, other) => Buffer.compare(bytesOf(one.name), bytesOf(other.name)));
    const names = dictionary({
      Dests: this.#destinations.root(),
      EmbeddedFiles:
        files.length > 0
          ? dictionary({ Names: files.flatMap(({ name, number }) => [name, refTo(number)]) })
          : undefined,
    });
    return names.size > 0 ? names : undefined;
  }

  #assertAlike(other: Conformance): void {
    const { pdfa, pdfua } = this.#facts;
    const isAlike =
      pdfa?.part === other.pdfa?.part && pdfa?.level === other.pdfa?.level && pdfua === other.pdfua;
    if (!isAlike) throw new PdfJoinError('The PDFs keep to different standards.');
  }

  #addRoles(roles: PdfDictionary): void {
    for (const [role, standard] of roles) {
      const known = this.#roles.get(role) ?? standard;
      if (known !== standard) throw new PdfJoinError(`The PDFs mean different things by the role ${role}.`);
      this.#roles.set(role, standard);
    }
  }

  /** `credential.json`, then `credential-2.json`. */
  #freeName(wanted: string): string {
    if (!this.#attachments.has(wanted)) return wanted;
    const [, stem = wanted, extension = ''] = /^(.+?)(\.[^.]*)?$/.exec(wanted) ?? [];
    for (let n = this.#attachments.size + 1; ; n += 1) {
      const name = `${stem}-${n}${extension}`;
      if (!this.#attachments.has(name)) return name;
    }
  }
}

const catalogOf = (file: PdfFile) => file.dictionary(file.trailer.get('/Root'), 'catalogue');

/** A document's title, by its information dictionary. */
function titleOf(file: PdfFile): string | undefined {
  const info = file.resolve(file.trailer.get('/Info'));
  const title = isDictionary(info) ? file.resolve(info.get('/Title')) : undefined;
  return typeof title === 'string' && /^[(<]/.test(title) ? textOf(title) : undefined;
}
