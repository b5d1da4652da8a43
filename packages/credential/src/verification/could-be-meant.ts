import { bundledContexts, w3cCredentialsV1Url, w3cCredentialsV2Url } from '../credential/contexts/bundled.ts';
import { moharHealthContextUrl } from '../credential/contexts/mohar-health.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** What a credential that is no certificate lacks. */
export type LackOfMeaning = 'content.no-holder' | 'content.no-event' | 'content.other-form';

/** The kinds of Mohar's own vocabulary, each with the member of the holder that tells of its event. */
const ownKinds: Readonly<Record<string, string>> = {
  VaccinationCertificate: 'vaccination',
  TestCertificate: 'test',
};

/**
 * Why a W3C credential, signed by whoever it may be, is no certificate that could be meant. An issuer's key signs other
 * credentials too: its status lists.
 *
 * In Mohar's own vocabulary a certificate is of a known kind, names its holder and tells of its event. In another one it is
 * of a kind that is not one of W3C's data model: a country pack may call it what it likes.
 *
 * @param credential only what is signed.
 */
export function lackOfMeaning(credential: JsonObject): LackOfMeaning | undefined {
  const { '@context': contexts, type, credentialSubject: subject } = credential;
  const types = listOf(type);
  // Spelt out as an IRI, a type of W3C's is none of the terms that are looked for.
  if (!types.every(isTerm) || !isJsonObject(subject) || !listOf(subject.type).every(isTerm))
    return 'content.other-form';
  // Bitstring Status List 1.0, section 2.2: it is about no person.
  if (types.includes('BitstringStatusListCredential')) return 'content.no-holder';
  if (!listOf(contexts).includes(moharHealthContextUrl))
    return types.some((one) => !isOfDataModel(one)) ? undefined : 'content.no-event';

  const kind = Object.keys(ownKinds).find((one) => types.includes(one));
  if (kind === undefined || !isJsonObject(subject[ownKinds[kind] as string])) return 'content.no-event';
  return typeof subject.fullName === 'string' && subject.fullName !== '' ? undefined : 'content.no-holder';
}

const listOf = (value: JsonValue | undefined): readonly JsonValue[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as JsonValue];

const isTerm = (type: JsonValue): type is string => typeof type === 'string' && !type.includes(':');

/** Whether a type is one of the VC data model's own, which no certificate is of by itself. */
const isOfDataModel = (type: JsonValue): boolean =>
  [w3cCredentialsV1Url, w3cCredentialsV2Url].some((url) => {
    const document = bundledContexts.get(url)?.['@context'];
    return isJsonObject(document) && Object.hasOwn(document, String(type));
  });
