import { PdfJoinError } from './pdf-join-error.ts';
import type { PdfFile } from './read-pdf.ts';
import type { PdfDictionary } from './values.ts';
import { PdfRef } from './values.ts';

/** What a PDF says of itself that it keeps to. */
export interface Conformance {
  /** PDF/A (ISO 19005): part and level, `3` and `A`. */
  readonly pdfa?: { readonly part: string; readonly level: string };
  /** PDF/UA (ISO 14289): its part, `1`. */
  readonly pdfua?: string;
}

/** What is told of a document as a whole. */
export interface DocumentFacts extends Conformance {
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  /** RFC 3339 instant. */
  readonly date: string;
}

const metadataProperty = (xmp: string, name: string) =>
  new RegExp(`<${name}>([^<]*)</${name}>|\\b${name}="([^"]*)"`).exec(xmp)?.slice(1).find(Boolean);

/**
 * What a PDF keeps to, by its XMP metadata.
 *
 * @throws PdfJoinError where there is none.
 */
export function conformanceOf(file: PdfFile, catalog: PdfDictionary): Conformance {
  const metadata = catalog.get('/Metadata');
  const { stream } = metadata instanceof PdfRef ? file.object(metadata.number) : {};
  if (!stream) throw new PdfJoinError('The PDF has no metadata.');
  const xmp = Buffer.from(stream).toString('utf8');
  const part = metadataProperty(xmp, 'pdfaid:part');
  const level = metadataProperty(xmp, 'pdfaid:conformance');
  const pdfua = metadataProperty(xmp, 'pdfuaid:part');
  return { ...(part && level ? { pdfa: { part, level } } : {}), ...(pdfua ? { pdfua } : {}) };
}

const escaped = (text: string) => text.replaceAll(/[<>&"]/g, (character) => `&#${character.codePointAt(0)};`);

/** XMP metadata of a document (ISO 16684-1; the identification of ISO 19005-2, 6.6.4, and ISO 14289-1, 5). */
export function xmpOf({ title, language, date, pdfa, pdfua }: DocumentFacts): string {
  const moment = date.replace(/\.\d+/, '');
  const properties = [
    '<dc:format>application/pdf</dc:format>',
    `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(title)}</rdf:li></rdf:Alt></dc:title>`,
    `<dc:language><rdf:Bag><rdf:li>${escaped(language)}</rdf:li></rdf:Bag></dc:language>`,
    `<xmp:CreateDate>${moment}</xmp:CreateDate>`,
    `<xmp:ModifyDate>${moment}</xmp:ModifyDate>`,
    ...(pdfa
      ? [`<pdfaid:part>${pdfa.part}</pdfaid:part>`, `<pdfaid:conformance>${pdfa.level}</pdfaid:conformance>`]
      : []),
    ...(pdfua ? [`<pdfuaid:part>${pdfua}</pdfuaid:part>`] : []),
  ];
  const namespaces = {
    rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
    dc: 'http://purl.org/dc/elements/1.1/',
    xmp: 'http://ns.adobe.com/xap/1.0/',
    ...(pdfa ? { pdfaid: 'http://www.aiim.org/pdfa/ns/id/' } : {}),
    ...(pdfua ? { pdfuaid: 'http://www.aiim.org/pdfua/ns/id/' } : {}),
  };
  const declared = Object.entries(namespaces).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    `<rdf:RDF${declared.join('')}><rdf:Description rdf:about="">`,
    ...properties,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('\n');
}
