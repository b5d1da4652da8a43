import { birthFaults, futureFault, moment } from './date-rules.ts';
import type { Fault, Parsed } from './fault.ts';
import { freeJsonFaults } from './free-json.ts';
import type { EventSetting, TestEvent } from './health-event.ts';
import { facility, given, type ReceivedEvent, recipient } from './received.ts';
import { compileSchema } from './schema-validation.ts';
import { testSchema } from './schemas.ts';

type Details = TestEvent['testDetails'];

interface ReceivedTest extends ReceivedEvent {
  readonly testDetails: Pick<
    Details,
    'disease' | 'testType' | 'sampleCollectionTimestamp' | 'resultTimestamp' | 'result'
  > & { readonly [K in 'testName' | 'batch' | 'manufacturer' | 'sampleOrigin']?: string | null };
  readonly verifier?: { readonly name: string } | null;
}

const schemaFaults = compileSchema(testSchema);

/**
 * Reads one item of the body of `POST /v1/test/certify`.
 *
 * @param base JSON Pointer to the item in the request, such as `/0`.
 * @returns the event, or every fault that was found.
 */
export function parseTest(value: unknown, setting: EventSetting, base = ''): Parsed<TestEvent> {
  const faults = [...schemaFaults(value, base), ...laterFaults(value, setting, base)];
  if (faults.length > 0) return { ok: false, faults };
  const received = value as ReceivedTest;
  faults.push(...freeJsonFaults(received.meta ?? {}, `${base}/meta`));
  if (faults.length > 0) return { ok: false, faults };

  const { testDetails: details } = received;
  const sample = moment(details.sampleCollectionTimestamp, setting);
  return {
    ok: true,
    value: {
      kind: 'test',
      beneficiary: received.preEnrollmentCode,
      program: received.programId ?? '',
      recipient: recipient(received.recipient),
      contact: received.recipient.contact,
      testDetails: given<Details>({
        disease: details.disease,
        testName: details.testName ?? undefined,
        testType: details.testType,
        batch: details.batch ?? undefined,
        manufacturer: details.manufacturer ?? undefined,
        sampleOrigin: details.sampleOrigin ?? undefined,
        sampleCollectionTimestamp: details.sampleCollectionTimestamp,
        resultTimestamp: details.resultTimestamp,
        result: details.result,
        // A sample of which only the day is known is told apart by its day.
        sampledAt: new Date(sample?.instant ?? Date.parse(details.sampleCollectionTimestamp)).toISOString(),
      } as Required<Details>),
      ...(received.verifier ? { verifier: { name: received.verifier.name } } : {}),
      facility: facility(received.facility),
      meta: received.meta ?? {},
    },
  };
}

function laterFaults(value: unknown, setting: EventSetting, base: string): Fault[] {
  const { recipient, testDetails } = (value ?? {}) as {
    recipient?: Record<string, unknown> | null;
    testDetails?: Record<string, unknown> | null;
  };
  const faults: Fault[] = [];
  const at = (member: 'sampleCollectionTimestamp' | 'resultTimestamp') => {
    const text = testDetails?.[member];
    const found = typeof text === 'string' ? moment(text, setting) : undefined;
    const fault = found && futureFault(found, setting, `${base}/testDetails/${member}`);
    if (fault) faults.push(fault);
    return found;
  };
  const sample = at('sampleCollectionTimestamp');
  const result = at('resultTimestamp');
  if (sample?.instant !== undefined && result?.instant !== undefined && result.instant < sample.instant) {
    faults.push({
      pointer: `${base}/testDetails/resultTimestamp`,
      rule: 'before-sample',
      message: 'must not be before sampleCollectionTimestamp',
    });
  }
  if (typeof recipient?.dob === 'string') {
    faults.push(...birthFaults(recipient.dob, sample?.date, 'the sample', setting, `${base}/recipient/dob`));
  }
  return faults;
}
