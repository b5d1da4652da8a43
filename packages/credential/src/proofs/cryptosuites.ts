import { base58, base64urlnopad } from '@scure/base';
import { toBase64Url } from '../base64url.ts';
import type { JsonObject } from '../json.ts';
import type { Canonicalization } from './canonicalization/canonicalization.ts';
import type { SignatureAlgorithm } from './signer.ts';

export type CryptosuiteName =
  | 'Ed25519Signature2018'
  | 'RsaSignature2018'
  | 'eddsa-rdfc-2022'
  | 'ecdsa-rdfc-2019';

/** How one kind of proof is written and read. */
export interface Cryptosuite {
  readonly name: CryptosuiteName;
  readonly algorithm: SignatureAlgorithm;
  /** The data model whose credentials this suite signs here. */
  readonly dataModel: 'VC 1.1' | 'VC 2.0';
  readonly canonicalization: Canonicalization;
  /** The members of a proof that name the suite. */
  readonly header: JsonObject;
  /** RDF that the header stands for in the proof options, one quad (without subject) a line. */
  readonly headerRdf: readonly string[];
  /** What is signed: from the two hashes, proof options first. */
  signingInput(hashes: Uint8Array): Uint8Array;
  /** The proof member that holds a signature. */
  encode(signature: Uint8Array): JsonObject;
  /** The signature of a proof; undefined where it is not written as the suite demands. */
  decode(proof: JsonObject): Uint8Array | undefined;
}

const rdfType = '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>';
const sec = 'https://w3id.org/security#';

/**
 * Linked Data Signatures of 2018 as DIVOC's libraries write them: a JWS with detached, unencoded payload
 * (RFC 7797). The header must be exactly this one: no other algorithm is ever accepted for the suite.
 */
function suite2018(
  name: 'Ed25519Signature2018' | 'RsaSignature2018',
  algorithm: SignatureAlgorithm,
): Cryptosuite {
  const jwsHeader = base64urlnopad.encode(
    new TextEncoder().encode(JSON.stringify({ alg: algorithm, b64: false, crit: ['b64'] })),
  );
  const head = new TextEncoder().encode(`${jwsHeader}.`);
  return {
    name,
    algorithm,
    dataModel: 'VC 1.1',
    canonicalization: 'URDNA2015',
    header: { type: name },
    headerRdf: [`${rdfType} <${sec}${name}>`],
    signingInput: (hashes) => {
      const input = new Uint8Array(head.length + hashes.length);
      input.set(head);
      input.set(hashes, head.length);
      return input;
    },
    encode: (signature) => ({ jws: `${jwsHeader}..${toBase64Url(signature)}` }),
    decode: ({ jws }) => {
      if (typeof jws !== 'string') return undefined;
      const [head, payload, signature, ...more] = jws.split('.');
      if (head === undefined || payload !== '' || signature === undefined || more.length > 0)
        return undefined;
      return head === jwsHeader ? decoded(() => base64urlnopad.decode(signature)) : undefined;
    },
  };
}

/** W3C Data Integrity 1.0 suites with RDF canonicalisation (vc-di-eddsa 3.2, vc-di-ecdsa 3.2). */
function dataIntegrity(
  name: 'eddsa-rdfc-2022' | 'ecdsa-rdfc-2019',
  algorithm: SignatureAlgorithm,
): Cryptosuite {
  return {
    name,
    algorithm,
    dataModel: 'VC 2.0',
    canonicalization: 'RDFC-1.0',
    header: { type: 'DataIntegrityProof', cryptosuite: name },
    headerRdf: [
      `${rdfType} <${sec}DataIntegrityProof>`,
      `<${sec}cryptosuite> "${name}"^^<${sec}cryptosuiteString>`,
    ],
    signingInput: (hashes) => hashes,
    encode: (signature) => ({ proofValue: `z${base58.encode(signature)}` }),
    decode: ({ proofValue }) =>
      typeof proofValue === 'string' && proofValue.startsWith('z') && proofValue.length < 200
        ? decoded(() => base58.decode(proofValue.slice(1)))
        : undefined,
  };
}

function decoded(decode: () => Uint8Array): Uint8Array | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}

/** The one table of suites: a new one is a row. */
export const cryptosuites: Readonly<Record<CryptosuiteName, Cryptosuite>> = {
  Ed25519Signature2018: suite2018('Ed25519Signature2018', 'EdDSA'),
  RsaSignature2018: suite2018('RsaSignature2018', 'PS256'),
  'eddsa-rdfc-2022': dataIntegrity('eddsa-rdfc-2022', 'EdDSA'),
  'ecdsa-rdfc-2019': dataIntegrity('ecdsa-rdfc-2019', 'ES256'),
};

const headers = Object.values(cryptosuites).map((suite) => ({ suite, header: Object.entries(suite.header) }));

/** The suite that a proof names; undefined for any other. */
export const cryptosuiteOf = (proof: JsonObject): Cryptosuite | undefined =>
  headers.find(({ header }) => header.every(([member, value]) => proof[member] === value))?.suite;
