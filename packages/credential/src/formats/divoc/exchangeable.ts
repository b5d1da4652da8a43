import { isJsonObject, type JsonObject } from '../../json.ts';

/** Members that share an IRI in DIVOC's contexts: without a binding digest their values can be exchanged. */
const sharedIris = [
  ['dose', 'totalDoses'],
  ['date', 'effectiveStart', 'effectiveUntil'],
  [
    'certificateId',
    'batch',
    'vaccine',
    'manufacturer',
    'icd11Code',
    'testType',
    'disease',
    'sampleOrigin',
    'result',
  ],
  ['sampleCollectionTimestamp', 'resultTimestamp'],
  ['feedbackUrl', 'infoUrl'],
] as const;

/**
 * Which values of a DIVOC credential without binding digest its signature cannot tell apart: a list of groups
 * of member names of `evidence[0]` that hold different values under one IRI.
 */
export function exchangeableValues(credential: JsonObject): string[][] {
  const evidence = Array.isArray(credential.evidence) ? credential.evidence[0] : credential.evidence;
  if (!isJsonObject(evidence)) return [];
  return sharedIris
    .map((group) => group.filter((name) => name in evidence))
    .filter((group) => new Set(group.map((name) => JSON.stringify(evidence[name]))).size > 1);
}
