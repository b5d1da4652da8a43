import type { Cryptosuite } from '@mohar/credential/proofs/cryptosuites.ts';

const vc2Start = '{"@context":["https://www.w3.org/ns/credentials/v2"';

/** The data model of a credential that this service signed, by its JSON text. */
export const dataModelOf = (credential: string): Cryptosuite['dataModel'] =>
  credential.startsWith(vc2Start) ? 'VC 2.0' : 'VC 1.1';
