import type { Fault } from '../../event/fault.ts';
import type { Address } from '../../event/health-event.ts';
import { hasTimeOfDay, parseMoment } from '../../event/moment.ts';
import type { TestRecord } from '../export-record.ts';
import { NotExpressibleError } from '../not-expressible-error.ts';
import { splitCertificateId } from './certificate-id.ts';
import { type HolderOptions, holderOf, present } from './holder.ts';
import { cut, isLatin } from './latin-text.ts';
import {
  maxLengths,
  type ProofOfTest,
  type SamplingMethod,
  type TestConducted,
  type TestOutcome,
} from './message.ts';
import { isDocumentNumber } from './travel-document.ts';

/** What neither the event nor the record says of a test. */
export interface TestOptions extends HolderOptions {
  /** Where whoever reads the certificate can ask: the laboratory, or the authority that answers for it. */
  readonly contact?: { readonly telephone: string; readonly email: string; readonly address?: string };
}

/**
 * A proof of test (`icao.test`).
 *
 * @param options what the event does not say: the name in parts, the travel document, whom to ask.
 * @throws NotExpressibleError with every fault: a name that is not in Latin letters, no full date of birth, no travel
 *   document, a kind of test or a result that VDS-NC has no word for, a sample without its time of day, nobody to ask, and what is longer than the
 *   members may be.
 */
export function buildVdsNcTest(record: TestRecord, options: TestOptions = {}): ProofOfTest {
  const { event, country } = record;
  const { testDetails, facility } = event;
  const { name, dob, document, faults } = holderOf(event, options);
  const need = <Value>(value: Value | undefined, pointer: string, rule: string, message: string) => {
    if (value === undefined) faults.push({ pointer, rule, message } satisfies Fault);
    return value;
  };
  need(dob, '/recipient/dob', 'full-date', 'a full date of birth is needed');
  need(document, '/recipient/identity', 'travel-document', 'the travel document is needed');
  if (document && !isDocumentNumber(document.number, maxLengths.documentNumber)) {
    const message = `the number of the travel document has at most ${maxLengths.documentNumber} capitals and digits`;
    faults.push({ pointer: '/recipient/identity', rule: 'travel-document', message });
  }
  const conducted = need(
    conductedOf(record),
    '/testDetails/testType',
    'unknown-test-type',
    'the type of test is none of: molecular, antigen, antibody',
  );
  const outcome = need(
    outcomes[testDetails.result],
    '/testDetails/result',
    'undecided',
    'only a positive or negative result can be expressed',
  );
  const sampledAt = need(
    hasTimeOfDay(testDetails.sampleCollectionTimestamp) ? testDetails.sampledAt : undefined,
    '/testDetails/sampleCollectionTimestamp',
    'time-of-day',
    'the time of day when the sample was taken is needed, not the date alone',
  );
  const provider = need(
    isLatin(facility.name) ? facility.name : undefined,
    '/facility/name',
    'latin-name',
    'the name of the facility is needed in Latin letters',
  );
  const { contact } = options;
  const address = contact?.address ?? lineOf(facility.address);
  need(contact, '/facility', 'contact', 'a telephone number and an e-mail address to ask at are needed');
  need(address, '/facility/address', 'required', 'the address of the facility is needed');
  if (contact && (contact.telephone === '' || contact.telephone.length > maxLengths.telephone)) {
    const message = `the telephone number has 1 to ${maxLengths.telephone} characters`;
    faults.push({ pointer: '/facility', rule: 'contact', message });
  }
  const isComplete = name && dob && document && conducted && outcome && sampledAt && provider && contact;
  if (faults.length > 0 || !isComplete) {
    throw new NotExpressibleError('VDS-NC', faults);
  }

  const id = splitCertificateId(record.certificateId, record.issuedAt);
  return {
    hdr: { t: 'icao.test', v: 1, is: country.alpha3 },
    msg: {
      utci: id.unique,
      pid: { n: name, dob, dt: document.type, dn: document.number },
      sp: {
        spn: cut(provider, maxLengths.testProvider),
        ctr: country.alpha3,
        cd: present({ p: contact.telephone, e: contact.email, a: address }),
      },
      dat: {
        sc: wholeSeconds(sampledAt),
        ri: wholeSeconds(reportedAt(record)),
      },
      tr: present({ tc: conducted, r: outcome, m: methodOf(testDetails.sampleOrigin) }),
      opt: id.rest,
    },
  };
}

/** VDS-NC has no word for a result that says nothing. */
const outcomes: Readonly<Partial<Record<string, TestOutcome>>> = {
  Positive: 'positive',
  Negative: 'negative',
};

function conductedOf({ test, event }: TestRecord): TestConducted | undefined {
  const named = `${event.testDetails.testType} ${event.testDetails.testName ?? ''}`;
  if (test?.loincMethod === 'LP6464-4') return /pcr/i.test(named) ? 'molecular(PCR)' : 'molecular(other)';
  if (test?.loincMethod === 'LP217198-3') return 'antigen';
  return /antibod|serolog|\big[gm]\b/i.test(named) ? 'antibody' : undefined;
}

function methodOf(origin: string | undefined): SamplingMethod | undefined {
  if (origin === undefined || origin.trim() === '') return undefined;
  if (/naso-?pharyn/i.test(origin)) return 'nasopharyngeal';
  if (/oro-?pharyn|throat/i.test(origin)) return 'oropharyngeal';
  if (/saliva/i.test(origin)) return 'saliva';
  return /blood|serum|plasma/i.test(origin) ? 'blood' : 'other';
}

/** When the report was issued: with the result, where the time of that is told in full. */
function reportedAt({ event, issuedAt }: TestRecord): string {
  const { resultTimestamp } = event.testDetails;
  const instant = /T.*(Z|[+-]\d{2}:\d{2})$/.test(resultTimestamp)
    ? parseMoment(resultTimestamp, 'UTC')?.instant
    : undefined;
  return instant === undefined ? issuedAt : new Date(instant).toISOString();
}

const wholeSeconds = (instant: string): string => instant.replace(/\.\d+(?=Z$)/, '');

/** Street and town: a code has no room for more. */
const lineOf = (address: Address | undefined): string | undefined => {
  const lines = [address?.addressLine1, address?.city ?? address?.district];
  return lines.filter((line) => line !== undefined && line !== '').join(', ') || undefined;
};
