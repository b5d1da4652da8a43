import { UnknownContextError } from '../../errors.ts';
import { divocContextUrl, divocTestCertificateV1, divocVaccinationV1, divocVaccinationV2 } from './divoc.ts';
import { moharHealthContext, moharHealthContextUrl } from './mohar-health.ts';
import credentialsV1 from './w3c-credentials-v1.json' with { type: 'json' };
import credentialsV2 from './w3c-credentials-v2.json' with { type: 'json' };

export const w3cCredentialsV1Url = 'https://www.w3.org/2018/credentials/v1';
export const w3cCredentialsV2Url = 'https://www.w3.org/ns/credentials/v2';

/** A JSON-LD context document, as it would be served at its URL. */
export type ContextDocument = { readonly '@context': unknown };

/** From a context's URL to its document. */
export type ContextMap = ReadonlyMap<string, ContextDocument>;

/** Every context Mohar reads and writes. DIVOC installations of other countries serve the same two
 * vaccination contexts under hosts of their own. */
export const bundledContexts: ContextMap = new Map<string, ContextDocument>([
  [w3cCredentialsV1Url, credentialsV1],
  [w3cCredentialsV2Url, credentialsV2],
  [divocContextUrl.domestic, divocVaccinationV1],
  [divocContextUrl.international, divocVaccinationV2],
  [divocContextUrl.test, divocTestCertificateV1],
  ['https://divoc.dev/credentials/vaccination/v1', divocVaccinationV1],
  ['https://divoc.prod/vaccine/credentials/vaccination/v1', divocVaccinationV2],
  ['https://divoc.lgcc.gov.lk/credentials/vaccination/v1', divocVaccinationV2],
  ['https://cvstatus.icmr.gov.in/credentials/testCertificate/v1', divocTestCertificateV1],
  [moharHealthContextUrl, moharHealthContext],
]);

/**
 * A JSON-LD document loader (JSON-LD 1.1 API, section 9.4) that answers from the given contexts alone.
 *
 * @throws UnknownContextError for any other URL: nothing is fetched.
 */
export const loadFrom = (contexts: ContextMap) => async (url: string) => {
  const document = contexts.get(url);
  if (!document) throw new UnknownContextError(url);
  return { contextUrl: undefined, documentUrl: url, document };
};
