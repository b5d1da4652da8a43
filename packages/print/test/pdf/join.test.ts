import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { flatTree } from '../../src/pdf/flat-tree.ts';
import { joinPdfs } from '../../src/pdf/join.ts';
import type { JoinOptions } from '../../src/pdf/join-options.ts';
import { pagesOf } from '../../src/pdf/page-tree.ts';
import { PdfJoinError } from '../../src/pdf/pdf-join-error.ts';
import { type PdfFile, readPdf } from '../../src/pdf/read-pdf.ts';
import { PdfRef, type PdfValue } from '../../src/pdf/values.ts';
import { pdfStandards } from '../../src/print-job.ts';
import { typeset } from './typeset.ts';
import { veraPdfFaults } from './verapdf.ts';

const facts: JoinOptions = { title: 'Sheet (1) of “many”', language: 'en', date: '2026-02-03T04:05:06.789Z' };

async function* each(parts: readonly Uint8Array[]) {
  for (const pdf of parts) yield { pdf };
}

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of pieces) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const joined = (parts: readonly Uint8Array[], options = facts) => whole(joinPdfs(each(parts), options));

const open = (pdf: Uint8Array) => getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;
type Document = Awaited<ReturnType<typeof open>>;

const attach = (text: string) =>
  `#pdf.attach("credential.json", bytes("${text}"), relationship: "data", mime-type: "application/json", description: "d")`;

/** With everything that has to be told apart from the same in another part. */
const rich = (name: string) =>
  `${attach(name)}
= Heading of ${name} <heading>
नमस्ते ${name}. See @table-1, #link(<heading>)[back].
#figure(table(columns: 2, table.header[Dose][Date], [1], [${name}]), caption: [C]) <table-1>
#rect(fill: rgb("#123456"))
#pagebreak()
== Second page of ${name}
#link("https://mohar.example")[outside]`.replace('@table-1', '#link(<table-1>)[the table]');

const parts = () => ['Ada', 'Bose', 'Citra'].map((name) => typeset(rich(name), { title: `About ${name}` }));

async function textOf(document: Document, page: number): Promise<string> {
  const { items } = await (await document.getPage(page)).getTextContent();
  return items.map((item) => ('str' in item ? item.str : '')).join(' ');
}

interface Node {
  readonly role?: string;
  readonly type?: string;
  readonly id?: string;
  readonly lang?: string;
  readonly children?: readonly Node[];
}
const flat = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(flat)];

describe('many PDFs joined', () => {
  test('have the pages of all in order, with their words', async () => {
    const document = await open(await joined(parts()));
    expect(document.numPages).toBe(6);
    for (const [n, name] of ['Ada', 'Bose', 'Citra'].entries()) {
      expect(await textOf(document, 2 * n + 1)).toMatch(new RegExp(`Heading of ${name} .*नमस्.*${name}\\.`));
      expect(await textOf(document, 2 * n + 2)).toContain(`Second page of ${name}`);
    }
  });

  test('have one structure, in which each piece of content lies in the element of its page', async () => {
    const pdf = await joined(parts());
    const [document, alone] = [await open(pdf), await open(parts()[1] as Uint8Array)];
    for (const page of [1, 2]) {
      const [there, here] = [await document.getPage(page + 2), await alone.getPage(page)];
      const [whole, part] = [
        flat((await there.getStructTree()) as Node),
        flat((await here.getStructTree()) as Node),
      ];
      const rolesIn = (nodes: Node[]) => nodes.flatMap(({ role }) => (role && role !== 'Part' ? [role] : []));
      // The part's document is a part of the whole's.
      expect(rolesIn(whole)).toEqual(rolesIn(part));
      expect(whole.map(({ role }) => role)).toContain('Part');
      const contents = (nodes: Node[]) => nodes.filter(({ type }) => type === 'content').length;
      expect(contents(whole)).toBe(contents(part));
      expect(contents(whole)).toBeGreaterThan(1);
    }
  });

  test('keep all attachments under names of their own', async () => {
    const document = await open(await joined(parts()));
    const attachments = (await document.getAttachments()) as unknown as Map<string, { filename: string }>;
    const found = await Promise.all(
      [...attachments].map(async ([id, { filename }]) => {
        const content = (await document.getAttachmentContent(id)) as unknown as Uint8Array;
        return [filename, Buffer.from(content).toString()];
      }),
    );
    expect(new Map(found as [string, string][])).toEqual(
      new Map([
        ['credential.json', 'Ada'],
        ['credential-2.json', 'Bose'],
        ['credential-3.json', 'Citra'],
      ]),
    );
  });

  test('have an outline with an entry for each, and links that stay within their part', async () => {
    const document = await open(await joined(parts()));
    const outline = await document.getOutline();
    expect(outline.map(({ title }) => title)).toEqual(['About Ada', 'About Bose', 'About Citra']);
    const pageOf = async (destination: unknown) => {
      const explicit =
        typeof destination === 'string' ? await document.getDestination(destination) : destination;
      return 1 + (await document.getPageIndex((explicit as [never])[0]));
    };
    expect(await Promise.all(outline.map(({ dest }) => pageOf(dest)))).toEqual([1, 3, 5]);
    const [, second] = outline;
    expect(await pageOf(second?.items[0]?.dest)).toBe(3);
    expect(second?.items[0]?.title).toBe('Heading of Bose');
    const links = await (await document.getPage(3)).getAnnotations();
    expect(links.length).toBeGreaterThanOrEqual(2);
    for (const { dest } of links) expect(await pageOf(dest)).toBe(3);
    const [outside] = await (await document.getPage(4)).getAnnotations();
    expect(outside?.url).toBe('https://mohar.example/');
  });

  test('say of themselves what was asked for, and that they keep to what their parts keep to', async () => {
    const document = await open(await joined(parts()));
    const { info, metadata } = await document.getMetadata();
    expect((info as { Title: string }).Title).toBe(facts.title);
    expect((info as { Language: string }).Language).toBe('en');
    expect((info as { CreationDate: string }).CreationDate).toBe('D:20260203040506Z');
    expect(metadata?.get('dc:title')).toBe(facts.title);
    expect([metadata?.get('pdfaid:part'), metadata?.get('pdfaid:conformance')]).toEqual(['3', 'A']);
  });

  test.each(pdfStandards)('keep to %s by another’s judgement', async (standard) => {
    const some = ['Ada', 'Bose'].map((name) =>
      typeset(standard === 'a-2a' ? rich(name).replace(/^#pdf.*\n/, '') : rich(name), {
        title: name,
        standard,
      }),
    );
    const pdf = await joined(some);
    expect((await open(pdf)).numPages).toBe(4);
    expect(veraPdfFaults(pdf, standard) ?? '').toBe('');
  });

  test('languages: each part has its own, where the whole has another', async () => {
    const hindi = typeset('नमस्ते', { language: 'hi' });
    const document = await open(await joined([typeset('Hello'), hindi]));
    const nodes = flat((await (await document.getPage(2)).getStructTree()) as Node);
    expect(nodes.find(({ role }) => role === 'Part')?.lang).toBe('hi');
  });

  test('the same parts are the same bytes, and of other parts other ones', async () => {
    const once = await joined(parts());
    expect((await joined(parts())).equals(once)).toBe(true);
    expect((await joined(parts().reverse())).equals(once)).toBe(false);
  });

  test('what parts share is written once', async () => {
    const some = [1, 2, 3, 4, 5].map((n) =>
      typeset(`The same words on each, in two weights: *bold* #rect(fill: red) ${attach(`${n}`)}`),
    );
    const pdf = await joined(some);
    const count = (pattern: RegExp) => new Set(pdf.toString('latin1').match(pattern)).size;
    expect(count(/\/FontFile2 \d+/g)).toBe(2);
    expect(count(/\/DestOutputProfile \d+|\/ICCBased \d+/g)).toBeLessThan(5);
    expect(pdf.toString('latin1').match(/\/EmbeddedFile\b/g)).toHaveLength(some.length);
    expect(pdf.length).toBeLessThan(some.reduce((sum, { length }) => sum + length, 0) / 2);
  });
});

describe('cards on sheets', () => {
  const sheet = { width: 595, height: 842 };
  /** Front and back; width and height in points. */
  const card = (
    name: string,
    { width = 240, height = 150, standard = undefined as 'ua-1' | undefined, more = '' } = {},
  ) =>
    typeset(
      `#set page(width: ${width}pt, height: ${height}pt, margin: 10pt)\n= Front of ${name}\n${more}#pagebreak()\nBack of ${name}`,
      { title: name, ...(standard ? { standard } : {}) },
    );
  async function* cards(pdfs: readonly Uint8Array[]) {
    for (const pdf of pdfs) yield { pdf, as: 'card' as const };
  }
  const onSheets = (pdfs: readonly Uint8Array[]) => whole(joinPdfs(cards(pdfs), { ...facts, sheet }));
  const names = ['Ada', 'Bose', 'Citra', 'Devi', 'Ede', 'Fox', 'Gul'];

  test('stand below each other, the faces of each side by side', async () => {
    const document = await open(await onSheets(names.map((name) => card(name))));
    expect(document.numPages).toBe(2);
    const [first, second] = await Promise.all([document.getPage(1), document.getPage(2)]);
    expect(first.view).toEqual([0, 0, 595, 842]);
    const placed = async (page: typeof first) =>
      (await page.getTextContent()).items.flatMap((item) =>
        'str' in item && item.str.trim()
          ? [{ text: item.str, left: item.transform[4], bottom: item.transform[5] }]
          : [],
      );
    const [one, two] = [await placed(first), await placed(second)];
    expect(one.map(({ text }) => text)).toEqual(
      names.slice(0, 5).flatMap((name) => [`Front of ${name}`, `Back of ${name}`]),
    );
    expect(two.map(({ text }) => text)).toEqual(
      names.slice(5).flatMap((name) => [`Front of ${name}`, `Back of ${name}`]),
    );
    for (let n = 0; n < one.length; n += 2) {
      const [front, back] = [one[n], one[n + 1]] as [(typeof one)[0], (typeof one)[0]];
      expect(front.left).toBeCloseTo((595 - 480) / 2 + 10, 1);
      expect(back.left - front.left).toBeCloseTo(240, 1);
      if (n > 0) expect((one[n - 2] as (typeof one)[0]).bottom - front.bottom).toBeCloseTo(150, 1);
    }
  });

  test.each([undefined, 'ua-1'] as const)(
    'keep their structure: each piece of text lies in an element, on its face (%s)',
    async (standard) => {
      const pdf = await onSheets(names.map((name) => card(name, { standard })));
      const file = readPdf(pdf);
      const at = (value: unknown, ...keys: string[]): unknown =>
        keys.reduce((found, key) => {
          const dictionary = file.resolve(found as PdfValue) as ReadonlyMap<string, PdfValue>;
          return file.resolve(dictionary.get(key));
        }, value);
      const root = at(file.trailer.get('/Root'), '/StructTreeRoot');
      const parents = new Map(
        (at(root, '/ParentTree', '/Kids') as PdfValue[]).flatMap((leaf) => {
          const pairs = at(leaf, '/Nums') as PdfValue[];
          return pairs.flatMap((key, n) => (n % 2 === 0 ? [[key, file.resolve(pairs[n + 1])] as const] : []));
        }),
      );
      const roles: unknown[] = [];
      let contents = 0;
      const walk = (element: PdfRef) => {
        roles.push(at(element, '/S'));
        for (const kid of (at(element, '/K') ?? []) as PdfValue[]) {
          if (kid instanceof PdfRef) walk(kid);
          else {
            // What is in a form is found by the form and a number; and from there, this element.
            const form = (kid as ReadonlyMap<string, PdfValue>).get('/Stm');
            expect(at(form, '/Subtype')).toBe('/Form');
            const elements = parents.get(at(form, '/StructParents') as string) as PdfRef[];
            expect(elements[Number(at(kid, '/MCID'))]).toEqual(element);
            contents += 1;
          }
        }
      };
      walk((at(root, '/K') as PdfRef[])[0] as PdfRef);
      expect(roles.filter((role) => role === '/Part')).toHaveLength(names.length);
      expect(roles.filter((role) => role === '/H1')).toHaveLength(names.length);
      expect(contents).toBeGreaterThanOrEqual(2 * names.length);
      expect(veraPdfFaults(pdf, standard ?? 'a-3a') ?? '').toBe('');
    },
  );

  test('and pages between them are pages', async () => {
    async function* mixed() {
      yield { pdf: card('Ada'), as: 'card' as const };
      yield { pdf: typeset('A page'), as: 'pages' as const };
      yield { pdf: card('Bose'), as: 'card' as const };
    }
    const document = await open(await whole(joinPdfs(mixed(), { ...facts, sheet })));
    const texts = await Promise.all([1, 2, 3].map((page) => textOf(document, page)));
    expect(texts.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
      'Front of Ada Back of Ada',
      'A page',
      'Front of Bose Back of Bose',
    ]);
    const outline = await document.getOutline();
    expect(outline.map(({ title }) => title)).toEqual(['Ada', 'Part', 'Bose']);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['does not fit', () => onSheets([card('wide', { width: 400 })])],
    ['does not fit', () => onSheets([card('high', { height: 830 })])],
    ['no sheet', () => whole(joinPdfs(cards([card('x')]), facts))],
    ['/Annots', () => onSheets([card('x', { more: '#link("https://x.example")[x]' })])],
  ])('%s: refused', async (said, made) => {
    await expect(made()).rejects.toThrow(said);
  });
});

describe('as a stream', () => {
  test('each part is written before the next is asked for, and the parts are left alone where the reader goes', async () => {
    const events: string[] = [];
    async function* asked() {
      try {
        for (let n = 0; n < 100; n += 1) {
          events.push(`asked ${n}`);
          yield { pdf: typeset(`Page ${n}`) };
        }
      } finally {
        events.push('ended');
      }
    }
    for await (const chunk of joinPdfs(asked(), facts)) {
      events.push(`wrote ${chunk.length > 1000}`);
      if (events.length >= 4) break;
    }
    expect(events).toEqual(['asked 0', 'wrote true', 'asked 1', 'wrote true', 'ended']);
  });
});

describe('what is not joined is refused, and says why', () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  const good = () => Buffer.from(typeset('Hello'));
  const edited = (from: string, to: string) => {
    const text = good().toString('latin1');
    expect(text).toContain(from);
    return bytes(text.replace(from, to.padEnd(from.length)));
  };

  test.each<[string, () => readonly Uint8Array[]]>([
    ['no PDFs', () => []],
    ['no PDF', () => [bytes('hello')]],
    ['not the whole', () => [good().subarray(0, 4000)]],
    ['standards', () => [good(), typeset('Hello', { standard: 'ua-1' })]],
    ['encrypted', () => [edited('trailer\n<<', 'trailer\n<< /Encrypt 1 0 R')]],
    ['no structure tree', () => [edited('/StructTreeRoot ', '/StructTreeRooy ')]],
    ['/AcroForm are not joined', () => [edited('/MarkInfo', '/AcroForm')]],
    ['where its table says', () => [edited('0000000016', '0000000019')]],
    ['not as long as it says', () => [edited('/Length 1', '/Length 9')]],
  ])('%s', async (said, made) => {
    const failure = await joined(made()).then(
      () => 'joined',
      ({ name, message }: Error) => `${name}: ${message}`,
    );
    expect(failure).toMatch(new RegExp(`^PdfJoinError: .*${said}`));
  });

  test('a PDF cut or changed anywhere is joined or refused, and nothing else happens', async () => {
    const whole = good();
    for (let at = 7; at < whole.length; at += 97) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] as number) ^ 0x15;
      for (const part of [changed, whole.subarray(0, at)]) {
        const failure = await joined([part]).then(
          () => undefined,
          (error: Error) => error,
        );
        if (failure) expect(failure, failure.stack).toMatchObject({ name: 'PdfJoinError' });
      }
    }
  });
});

/** A PDF of objects, the first of which is number 1. */
function pdfOf(...objects: string[]): Buffer {
  let text = '%PDF-1.7\n';
  const rows = objects.map((object, n) => {
    const row = `${String(text.length).padStart(10, '0')} 00000 n\r\n`;
    text += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return row;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f\r\n${rows.join('')}trailer\n<</Size ${size}/Root 1 0 R>>`;
  return Buffer.from(`${text}${table}\nstartxref\n${text.length}\n%%EOF`, 'latin1');
}

describe('a PDF that leads back to itself is refused', () => {
  /** Each object has the next one twice below it: as many leaves as no machine could go through. */
  const doubled = Array.from({ length: 60 }, (_, n) => `<</Kids[${n + 2} 0 R ${n + 2} 0 R]>>`);

  test.each([
    ['a tree of names', (file: PdfFile) => flatTree(file, new PdfRef(1), '/Names'), doubled],
    ['a tree of pages', (file: PdfFile) => pagesOf(file, file.dictionary(new PdfRef(1), 'x')), doubled],
    [
      'a node that is its own',
      (file: PdfFile) => flatTree(file, new PdfRef(1), '/Nums'),
      ['<</Kids[1 0 R]>>'],
    ],
    ['the length of a stream', (file: PdfFile) => file.object(1), ['<</Length 1 0 R>>stream\n\nendstream']],
    [
      'an object that is a reference to itself',
      (file: PdfFile) => file.dictionary(new PdfRef(1), 'x'),
      ['1 0 R'],
    ],
  ])('%s', (_, read, objects) => {
    expect(() => read(readPdf(pdfOf(...objects)))).toThrow(PdfJoinError);
  });
});

test('values are read as the specification writes them', () => {
  const object = String.raw`<< /A(a\)(b\(c)) % comment
 /B <48 65 6C6c6F>/C[1 -2.5 .5 true null 7 0 R /N#20x]/D<</E/F>>>>`;
  const head = `%PDF-1.7\n1 0 obj\n${object}\nendobj\n`;
  const table = `xref\n0 2\n0000000000 65535 f\r\n0000000009 00000 n\r\ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n${head.length}\n%%EOF`;
  const { value } = readPdf(Buffer.from(head + table, 'latin1')).object(1);
  expect(value).toEqual(
    new Map<string, unknown>([
      ['/A', String.raw`(a\)(b\(c))`],
      ['/B', '<48 65 6C6c6F>'],
      ['/C', ['1', '-2.5', '.5', 'true', 'null', { number: 7 }, '/N#20x']],
      ['/D', new Map([['/E', '/F']])],
    ]),
  );
});
