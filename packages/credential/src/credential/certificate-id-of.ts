import { isJsonObject, type JsonObject } from '../json.ts';

/** The certificate id that a credential carries: in DIVOC's format beside the event, in VC 2.0 at the top. */
export function certificateIdOf(credential: JsonObject): string | undefined {
  const { certificateId, evidence } = credential;
  if (typeof certificateId === 'string') return certificateId;
  const event = Array.isArray(evidence) ? evidence[0] : evidence;
  return isJsonObject(event) && typeof event.certificateId === 'string' ? event.certificateId : undefined;
}
