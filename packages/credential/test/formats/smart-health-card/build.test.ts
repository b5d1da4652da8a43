import { describe, expect, test } from 'vitest';
import { NotExpressibleError } from '../../../src/formats/not-expressible-error.ts';
import { buildHealthCard } from '../../../src/formats/smart-health-card/build.ts';
import { decodeHealthCard } from '../../../src/formats/smart-health-card/decode.ts';
import { contentHealthCard, encodeHealthCard } from '../../../src/formats/smart-health-card/encode.ts';
import { codeVersion } from '../../../src/qr/code-size.ts';
import { certificateId, iss, issuedAt, type Kind, record, signer } from './sample-card.ts';

const kinds: readonly Kind[] = ['vaccination', 'vaccination-international', 'test'];

/** The rules and places that a record breaks. */
function faultsOf(build: () => unknown): string[] {
  try {
    build();
  } catch (error) {
    if (error instanceof NotExpressibleError)
      return error.faults.map(({ pointer, rule }) => `${pointer} ${rule}`);
    throw error;
  }
  return [];
}

describe('a health card', () => {
  test('of a vaccination is the smallest bundle of the profiles', async () => {
    const card = buildHealthCard(record('vaccination'), { iss });
    const { payload } = decodeHealthCard(await encodeHealthCard(card, signer, { issuedAt }));
    expect(payload).toEqual({
      iss,
      nbf: 1_777_630_830,
      vc: {
        type: [
          'https://smarthealth.cards#health-card',
          'https://smarthealth.cards#immunization',
          'https://smarthealth.cards#covid19',
        ],
        credentialSubject: {
          fhirVersion: '4.0.1',
          fhirBundle: {
            resourceType: 'Bundle',
            type: 'collection',
            entry: [
              {
                fullUrl: 'resource:0',
                resource: {
                  resourceType: 'Patient',
                  name: [{ text: 'Asha Ramakrishnan' }],
                  birthDate: '1988-03-14',
                },
              },
              {
                fullUrl: 'resource:1',
                resource: {
                  resourceType: 'Immunization',
                  status: 'completed',
                  vaccineCode: { coding: [{ system: 'http://hl7.org/fhir/sid/cvx', code: '210' }] },
                  patient: { reference: 'resource:0' },
                  occurrenceDateTime: '2021-07-12',
                  performer: [{ actor: { display: 'Primary Health Centre, Indiranagar' } }],
                  lotNumber: '4121Z025',
                },
              },
            ],
          },
        },
        rid: certificateId,
      },
    });
  });

  test('of a test carries LOINC and SNOMED CT, and when the sample was taken', () => {
    const { vc } = buildHealthCard(record('test'), { iss });
    expect(JSON.stringify(vc)).toContain('https://smarthealth.cards#laboratory');
    expect(JSON.stringify(vc)).toContain('{"system":"http://loinc.org","code":"94500-6"}');
    expect(JSON.stringify(vc)).toContain('{"system":"http://snomed.info/sct","code":"260415000"}');
    expect(JSON.stringify(vc)).toContain('"effectiveDateTime":"2022-02-01T06:30:00Z"');
    // SHCCovid19LaboratoryResultObservationDM has none: 0..0.
    expect(JSON.stringify(vc)).not.toContain('category');
  });

  test('of a test whose day alone is known says no hour', () => {
    const dated = record('test', ({ testDetails }) =>
      Object.assign(testDetails ?? {}, { sampleCollectionTimestamp: '2022-02-01' }),
    );
    expect(JSON.stringify(buildHealthCard(dated, { iss }).vc)).toContain('"effectiveDateTime":"2022-02-01"');
  });

  test('has no given names where there are none', () => {
    const { vc } = buildHealthCard(record('vaccination'), { iss, names: { family: 'Sukarno', given: ' ' } });
    expect(JSON.stringify(vc)).toContain('"name":[{"family":"Sukarno"}]');
  });

  test('takes a name in parts, and writes a partial date of birth as it is', () => {
    const names = { family: 'de Silva', given: 'Ibrahim  Nuwan' };
    const { vc } = buildHealthCard(record('vaccination-international'), { iss, names });
    expect(JSON.stringify(vc)).toContain('"name":[{"family":"de Silva","given":["Ibrahim","Nuwan"]}]');
    expect(JSON.stringify(vc)).toContain('"birthDate":"1979-11"');
  });

  test('names every fault of a record that cannot be one', () => {
    const vaccination = record('vaccination', ({ recipient }) => {
      if (recipient) recipient.age = '33';
      if (recipient) delete recipient.dob;
    });
    const { vaccine: _, ...unknownVaccine } = vaccination;
    expect(faultsOf(() => buildHealthCard(unknownVaccine, { iss }))).toEqual([
      '/recipient/dob required',
      '/vaccination/name cvx-code',
    ]);
    const otherDisease = { ...record('vaccination'), vaccine: { icd11Code: '', prophylaxis: '', cvx: '37' } };
    expect(faultsOf(() => buildHealthCard(otherDisease, { iss }))).toEqual(['/vaccination/name cvx-code']);
    const inconclusive = record('test', ({ testDetails }) =>
      Object.assign(testDetails ?? {}, { result: 'Inconclusive', testType: 'Sniffing' }),
    );
    expect(faultsOf(() => buildHealthCard(inconclusive, { iss }))).toEqual([
      '/testDetails/testType loinc-code',
      '/testDetails/result conclusive',
    ]);
  });

  test.each([
    'http://a.example',
    'https://a.example/',
    'https://a.example/?x',
    'https://',
    'https://u@a.example',
  ])('is not issued as %s', (wrong) =>
    expect(() => buildHealthCard(record('test'), { iss: wrong })).toThrow(RangeError),
  );

  test.each(kinds)('of %s fits one code', async (kind) => {
    const card = buildHealthCard(record(kind), { iss });
    const text = await encodeHealthCard(card, signer, { issuedAt });
    expect(codeVersion(contentHealthCard(text), 'low')).toBeLessThanOrEqual(22);
  });

  test('has an end only where it is given one', async () => {
    const card = buildHealthCard(record('vaccination'), { iss });
    const validity = { issuedAt, expiresAt: issuedAt + 90_000 };
    const { payload } = decodeHealthCard(await encodeHealthCard(card, signer, validity));
    expect(payload.exp).toBe(Number(payload.nbf) + 90);
  });
});
