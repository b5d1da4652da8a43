import { type PageTree, type PartPage, pagesOf, pageTreeOf } from './page-tree.ts';
import type { PartCopier } from './part-copier.ts';
import { PdfJoinError } from './pdf-join-error.ts';
import type { PdfWriter } from './pdf-writer.ts';
import type { PdfFile } from './read-pdf.ts';
import { dictionary, isArray, type PdfDictionary, PdfRef, type PdfValue, refTo } from './values.ts';

/** A sheet of paper, in points. */
export interface SheetSize {
  readonly width: number;
  readonly height: number;
}

const millimetre = 72 / 25.4;
/** What printers leave white at the edges, at least. */
const edge = 8 * millimetre;

/** A page of a part where it stands on the sheet, from its lower left corner. */
interface Face {
  readonly form: number;
  readonly left: number;
  readonly bottom: number;
  /** What of the form is its lower left corner. */
  readonly origin: readonly [number, number];
}

interface Size {
  readonly left: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Sheets of cards: the pages of each part are the faces of a card, which stand side by side, to be folded at the dashed line
 * between them; the cards stand below each other, to be cut at the lines around them.
 */
export class CardPages {
  readonly #writer: PdfWriter;
  readonly #tree: PageTree;
  readonly #sheet: SheetSize;
  /** Number of the sheet that is being filled. */
  #page: number | undefined;
  #faces: Face[] = [];
  #lines: string[] = [];
  /** Where the next card's upper edge is. */
  #top = 0;

  constructor(writer: PdfWriter, tree: PageTree, sheet: SheetSize) {
    this.#writer = writer;
    this.#tree = tree;
    this.#sheet = sheet;
  }

  /**
   * Brings in the pages of a part as a card.
   *
   * @returns where it stands.
   * @throws PdfJoinError where they do not fit the sheet, or have what would be lost.
   */
  lay(file: PdfFile, catalog: PdfDictionary, copier: PartCopier): PdfValue {
    const faces = pagesOf(file, pageTreeOf(file, catalog)).map((page) => ({
      page,
      size: sizeOf(file, page),
    }));
    const width = faces.reduce((sum, { size }) => sum + size.width, 0);
    const height = Math.max(0, ...faces.map(({ size }) => size.height));
    if (
      faces.length === 0 ||
      width > this.#sheet.width - 2 * edge ||
      height > this.#sheet.height - 2 * edge
    ) {
      throw new PdfJoinError('The card does not fit the sheet.');
    }
    if (this.#page !== undefined && this.#top - height < edge) this.finish();
    if (this.#page === undefined) {
      this.#page = this.#writer.allocate();
      this.#tree.add(this.#page, 1);
      // In the middle of the sheet, were it full.
      const rows = Math.floor((this.#sheet.height - 2 * edge) / height);
      this.#top = (this.#sheet.height + rows * height) / 2;
    }
    const left = (this.#sheet.width - width) / 2;
    const bottom = this.#top - height;
    let at = left;
    for (const { page, size } of faces) {
      const form = this.#writer.allocate();
      copier.draw(page.number, { form, page: this.#page });
      writeForm(file, page, form, copier, this.#writer);
      this.#faces.push({ form, left: at, bottom, origin: [size.left, size.bottom] });
      if (at > left) this.#lines.push(`[3 2] 0 d ${points(at, bottom)} m ${points(at, this.#top)} l S`);
      at += size.width;
    }
    this.#lines.push(`[] 0 d ${points(left, bottom, width, height)} re S`);
    const destination = [refTo(this.#page), '/XYZ', points(left), points(this.#top), 'null'];
    this.#top = bottom;
    return destination;
  }

  /** Writes the sheet that is being filled, if there is one: pages that come after it are others. */
  finish(): void {
    if (this.#page === undefined) return;
    const writer = this.#writer;
    const drawn = this.#faces.map(
      ({ left, bottom, origin: [x, y] }, n) => `q 1 0 0 1 ${points(left - x, bottom - y)} cm /Face${n} Do Q`,
    );
    // Lines to cut and fold at are no content (ISO 32000-1, 14.8.2.2).
    const content = Buffer.from(
      [...drawn, '/Artifact BMC', 'q 0.3 w 0.45 G', ...this.#lines, 'Q', 'EMC'].join('\n'),
    );
    const contents = writer.allocate();
    writer.write(contents, dictionary({ Length: String(content.length) }), content);
    const forms = Object.fromEntries(this.#faces.map(({ form }, n) => [`Face${n}`, refTo(form)]));
    writer.write(
      this.#page,
      dictionary({
        Type: '/Page',
        Parent: refTo(this.#tree.root),
        MediaBox: ['0', '0', points(this.#sheet.width), points(this.#sheet.height)],
        Resources: dictionary({ XObject: dictionary(forms) }),
        Contents: refTo(contents),
      }),
    );
    this.#page = undefined;
    this.#faces = [];
    this.#lines = [];
  }
}

const points = (...numbers: number[]) => numbers.map((number) => String(Number(number.toFixed(3)))).join(' ');

function sizeOf(file: PdfFile, { entries }: PartPage): Size {
  const box = file.resolve(entries.get('/MediaBox'));
  const [left = 0, bottom = 0, right = 0, top = 0] = isArray(box)
    ? box.map((one) => Number(file.resolve(one)))
    : [];
  if (!(right > left && top > bottom)) throw new PdfJoinError('The PDF has a page without a size.');
  return { left, bottom, width: right - left, height: top - bottom };
}

/** Kinds of entries that a page of a card may have. */
const drawable = [
  '/Type',
  '/Parent',
  '/MediaBox',
  '/Resources',
  '/Contents',
  '/StructParents',
  '/Group',
  '/Tabs',
];

/** Writes a page's contents as a form (ISO 32000-1, 8.10). */
function writeForm(
  file: PdfFile,
  { entries }: PartPage,
  form: number,
  copier: PartCopier,
  writer: PdfWriter,
): void {
  for (const key of entries.keys()) {
    if (!drawable.includes(key))
      throw new PdfJoinError(`Cards with ${key} are not joined: it would be lost.`);
  }
  const listed = file.resolve(entries.get('/Contents'));
  const contents = isArray(listed) ? listed : [entries.get('/Contents') as PdfValue];
  const [only] = contents;
  const { value, stream } = only instanceof PdfRef ? file.object(only.number) : {};
  if (contents.length !== 1 || !stream)
    throw new PdfJoinError('The PDF has a page whose contents are not one stream.');
  const moved = copier.movedDictionary(
    new Map(
      [...entries].filter(([key]) => key === '/Resources' || key === '/StructParents' || key === '/Group'),
    ),
  );
  writer.write(
    form,
    new Map([
      ...(value as PdfDictionary),
      ...moved,
      ...dictionary({
        Type: '/XObject',
        Subtype: '/Form',
        BBox: file.resolve(entries.get('/MediaBox')),
        Length: String(stream.length),
      }),
    ]),
    stream,
  );
}
