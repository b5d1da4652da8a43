import type { ListMembers } from '../jws/list-members.ts';
import { type DocumentUse, type HcertCertificate, hcertCertificates } from './trust-list.ts';

/**
 * Reads which documents a key of a signed list signs (the key's member `document`).
 *
 * @returns undefined for a format that this software does not know: the key is of no use to it.
 * @throws MalformedListError
 */
export function documentUseOf(members: ListMembers): DocumentUse | undefined {
  const format = members.text('format');
  if (format === 'hcert') {
    const events = members.optionalTexts('events')?.filter(isEvent);
    const country = members.optionalText('country');
    const notAfter = members.optionalInstant('notAfter');
    // What is not known here is nothing that the key signs here; left without any, it signs none.
    const certificates = members.optionalTexts('certificates')?.filter(isCertificate);
    const domain = members.optionalText('domain');
    return {
      format,
      keyId: members.text('keyId'),
      ...(events === undefined ? {} : { events }),
      ...(country === undefined ? {} : { country }),
      ...(notAfter === undefined ? {} : { notAfter }),
      ...(certificates === undefined ? {} : { certificates }),
      ...(domain === undefined ? {} : { domain }),
    };
  }
  if (format === 'shc') {
    const crlVersion = members.optionalCount('crlVersion');
    return {
      format,
      keyId: members.text('keyId'),
      iss: members.text('iss'),
      ...(crlVersion === undefined ? {} : { crlVersion }),
    };
  }
  if (format === 'vds-nc') return { format, certificate: members.text('certificate') };
  return undefined;
}

const isEvent = (text: string): text is 'vaccination' | 'test' | 'recovery' =>
  text === 'vaccination' || text === 'test' || text === 'recovery';

const isCertificate = (text: string): text is HcertCertificate =>
  (hcertCertificates as readonly string[]).includes(text);
