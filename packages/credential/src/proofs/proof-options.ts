import type { JsonObject } from '../json.ts';
import type { Cryptosuite } from './cryptosuites.ts';

const dcterms = 'http://purl.org/dc/terms/';
const sec = 'https://w3id.org/security#';
const xsd = 'http://www.w3.org/2001/XMLSchema#';

const absoluteIri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/;
const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const optionMembers = [
  '@context',
  'type',
  'cryptosuite',
  'created',
  'proofPurpose',
  'verificationMethod',
  'jws',
  'proofValue',
];

/**
 * The canonical N-Quads of a proof's options. They always have this one shape (a single node with four or five
 * properties), so they are written down instead of canonicalised.
 *
 * @returns undefined where the proof has members of another kind or form: such a proof is not understood,
 *   and must not be taken for verified.
 */
export function canonicalProofOptions(proof: JsonObject, suite: Cryptosuite): string | undefined {
  const { created, verificationMethod, proofPurpose } = proof;
  if (Object.keys(proof).some((member) => !optionMembers.includes(member))) return undefined;
  if (proofPurpose !== 'assertionMethod') return undefined;
  if (typeof verificationMethod !== 'string' || !absoluteIri.test(verificationMethod)) return undefined;
  if (typeof created !== 'string' || !dateTime.test(created)) return undefined;
  // In canonical order as they stand.
  return [
    `<${dcterms}created> "${created}"^^<${xsd}dateTime>`,
    ...suite.headerRdf,
    `<${sec}proofPurpose> <${sec}assertionMethod>`,
    `<${sec}verificationMethod> <${verificationMethod}>`,
  ]
    .map((quad) => `_:c14n0 ${quad} .\n`)
    .join('');
}
