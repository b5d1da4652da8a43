import { bundledContexts, type ContextDocument } from '@mohar/credential/credential/contexts/bundled.ts';
import {
  divocTestCertificateV1,
  divocVaccinationV1,
  divocVaccinationV2,
} from '@mohar/credential/credential/contexts/divoc.ts';
import { isJsonObject, type JsonValue } from '@mohar/credential/json.ts';
import type { CertificateForm, CountryPiece } from './pack.ts';
import type { PackFault } from './pack-fault.ts';
import { type PackFolders, packFile } from './pack-file.ts';
import { type ReadFile, readPiece } from './read-piece.ts';

/** The contexts of DIVOC's format that a country has of its own, by URL, and what is wrong with them. */
export function contextsOf(country: ReadFile<CountryPiece>, folders: PackFolders) {
  const documents = new Map<string, ContextDocument>();
  const faults: PackFault[] = [];
  const named = Object.entries(country.value?.credential.contexts ?? {});
  for (const [form, { url, file }] of named) {
    const pointer = `/credential/contexts/${form}`;
    const found = file === undefined ? undefined : packFile(folders, file);
    if (file !== undefined && found === undefined) {
      faults.push(country.fault(`${pointer}/file`, 'must be a file of the pack, or of one that it extends'));
      continue;
    }
    const read = found === undefined ? undefined : readPiece<ContextDocument>(found);
    faults.push(...(read?.faults ?? []));
    if (read && read.value === undefined) continue;
    const document = read?.value ?? bundledContexts.get(url);
    if (document === undefined) {
      faults.push(
        country.fault(`${pointer}/url`, 'must be one that Mohar brings, or have a file with the document'),
      );
      continue;
    }
    const missing = missingTerms(document['@context'], forms[form as CertificateForm]['@context']);
    if (missing.length > 0) {
      const message = `must define every term of such certificates: ${missing.join(', ')}`;
      faults.push(read ? read.fault('/@context', message) : country.fault(`${pointer}/url`, message));
      continue;
    }
    documents.set(url, document);
  }
  return { documents, faults };
}

/** The terms that certificates are written in. */
const forms: Readonly<Record<CertificateForm, ContextDocument>> = {
  domestic: divocVaccinationV1,
  international: divocVaccinationV2,
  test: divocTestCertificateV1,
};

/** Terms that one context has and another lacks, at any depth, as `Person.name`: what a certificate says by them would not be signed. */
function missingTerms(context: unknown, needed: unknown, within = ''): string[] {
  if (!isJsonObject(needed as JsonValue)) return [];
  const terms = Object.entries(needed as Record<string, unknown>).filter(([name]) => !name.startsWith('@'));
  return terms.flatMap(([name, definition]) => {
    const own = isJsonObject(context as JsonValue) ? (context as Record<string, unknown>)[name] : undefined;
    if (own === undefined || own === null) return isPrefix(name) ? [] : [`${within}${name}`];
    return missingTerms(scopeOf(own), scopeOf(definition), `${within}${name}.`);
  });
}

const scopeOf = (definition: unknown): unknown => (definition as { '@context'?: unknown })['@context'];

/** What IRIs are shortened by in DIVOC's documents; another document may do without. */
const isPrefix = (name: string): boolean => name === 'schema' || name === 'vac';
