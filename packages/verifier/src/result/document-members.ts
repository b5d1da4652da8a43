import type { CertificateFormat } from '@mohar/credential/verification/verdict.ts';
import type { AppWords } from '../language/languages.ts';

/** A word for a member, in every language of the app. */
export type FieldName = keyof AppWords['fields'];

/** What the members of a document are, by their paths without the places in lists. */
type Members = Readonly<Record<string, FieldName>>;

/** The same for each of the paths. */
const below = (parents: readonly string[], members: Members): Members =>
  Object.fromEntries(
    parents.flatMap((parent) => Object.entries(members).map(([path, name]) => [`${parent}.${path}`, name])),
  );

/** Codes with the list that they are of. */
const coded = (members: Members): Members =>
  Object.fromEntries(
    Object.entries(members).flatMap(([path, name]): [string, FieldName][] => [
      [`${path}.code`, name],
      [`${path}.display`, name],
      [`${path}.system`, 'codeSystem'],
    ]),
  );

/** Members that are names of one or two letters; what they mean say the formats' specifications. */
const members: Partial<Record<CertificateFormat, Members>> = {
  'eu-dcc': {
    ver: 'version',
    ...below(['nam'], {
      fn: 'familyName',
      gn: 'givenName',
      fnt: 'familyNameTransliterated',
      gnt: 'givenNameTransliterated',
    }),
    ...below(['v', 't', 'r'], {
      tg: 'disease',
      co: 'countryCode',
      is: 'issuer',
      ci: 'certificateId',
    }),
    ...below(['v'], {
      vp: 'prophylaxis',
      mp: 'vaccine',
      ma: 'manufacturer',
      dn: 'dose',
      sd: 'totalDoses',
      dt: 'vaccinatedOn',
    }),
    ...below(['t'], {
      tt: 'testType',
      nm: 'testName',
      ma: 'testDevice',
      sc: 'sampledAt',
      dr: 'resultAt',
      tr: 'result',
      tc: 'facility',
    }),
    ...below(['r'], { fr: 'firstPositive', df: 'effectiveFrom', du: 'effectiveUntil' }),
  },
  icvp: {
    n: 'name',
    s: 'sex',
    ntl: 'nationality',
    nt: 'nationality',
    nid: 'travelDocument',
    id: 'travelDocument',
    ndt: 'travelDocumentType',
    dt: 'travelDocumentType',
    gn: 'guardian',
    v: 'version',
    ...below(['v', 'vx'], {
      tg: 'disease',
      vp: 'vaccine',
      mp: 'product',
      ma: 'manufacturer',
      mid: 'manufacturer',
      dt: 'vaccinatedOn',
      dv: 'vaccinatedOn',
      bo: 'batch',
      vls: 'effectiveFrom',
      vle: 'effectiveUntil',
      cn: 'verifier',
      is: 'issuer',
      dn: 'dose',
    }),
  },
  'who-ddcc': {
    identifier: 'id',
    hcid: 'certificateId',
    pha: 'issuer',
    lot: 'batch',
    vaccine_valid: 'effectiveFrom',
    valid_from: 'effectiveFrom',
    valid_until: 'effectiveUntil',
    total_doses: 'totalDoses',
    centre: 'facility',
    hw: 'vaccinator',
    ...coded({
      sex: 'sex',
      vaccine: 'vaccine',
      brand: 'product',
      manufacturer: 'manufacturer',
      disease: 'disease',
      country: 'countryCode',
    }),
    ...below(['test'], {
      date: 'sampledAt',
      centre: 'facility',
      ...coded({
        pathogen: 'disease',
        type: 'testType',
        brand: 'testName',
        manufacturer: 'manufacturer',
        origin: 'sampleOrigin',
        result: 'result',
        country: 'countryCode',
      }),
    }),
  },
  'vds-nc': {
    ...below(['hdr'], { t: 'kind', v: 'version', is: 'issuer' }),
    ...below(['msg'], {
      uvci: 'certificateId',
      utci: 'certificateId',
      opt: 'refId',
      ...below(['pid'], {
        n: 'name',
        dob: 'dob',
        sex: 'sex',
        i: 'travelDocument',
        dn: 'travelDocument',
        dt: 'travelDocumentType',
        ai: 'refId',
      }),
      ...below(['ve'], {
        des: 'prophylaxis',
        nam: 'vaccine',
        dis: 'disease',
        ...below(['vd'], {
          dvc: 'vaccinatedOn',
          seq: 'dose',
          ctr: 'countryCode',
          adm: 'facility',
          lot: 'batch',
          dvn: 'nextDoseOn',
        }),
      }),
      ...below(['sp'], {
        spn: 'facility',
        ctr: 'countryCode',
        ...below(['cd'], { p: 'telephone', e: 'email', a: 'address' }),
      }),
      ...below(['dat'], { sc: 'sampledAt', ri: 'resultAt' }),
      ...below(['tr'], { tc: 'testType', r: 'result', m: 'sampleOrigin' }),
    }),
  },
  shc: {
    iss: 'issuer',
    nbf: 'issuanceDate',
    exp: 'expirationDate',
    'vc.rid': 'certificateId',
    ...below(['vc.credentialSubject'], {
      fhirVersion: 'version',
      'fhirBundle.resourceType': 'kind',
      'fhirBundle.entry.fullUrl': 'id',
      ...below(['fhirBundle.entry.resource'], {
        resourceType: 'kind',
        'patient.reference': 'refId',
        'subject.reference': 'refId',
        'name.text': 'name',
        'name.family': 'familyName',
        'name.given': 'givenName',
        birthDate: 'birthDate',
        status: 'status',
        occurrenceDateTime: 'vaccinatedOn',
        effectiveDateTime: 'sampledAt',
        lotNumber: 'batch',
        'performer.actor.display': 'facility',
        'performer.display': 'facility',
        ...coded({
          'vaccineCode.coding': 'vaccine',
          'code.coding': 'test',
          'valueCodeableConcept.coding': 'result',
        }),
      }),
    }),
  },
};

/** What holds the rest together. */
const wrappings: Partial<Record<CertificateFormat, RegExp>> = {
  shc: /^vc\.(?:credentialSubject\.fhirBundle\.(?:entry\.(?:resource\.)?)?)?/,
};

/** Times that are numbers: seconds since 1970. */
const seconds: Partial<Record<CertificateFormat, readonly string[]>> = { shc: ['nbf', 'exp'] };

/** How a format writes its members. */
export interface DocumentMembers {
  /** @param path of a member, its names joined by points. @returns undefined where it goes by its own name. */
  nameOf(path: string): FieldName | undefined;
  /** The path without what holds the document together. */
  shorten(path: string): string;
  /** A time as RFC 3339 has it, where the member is one in numbers. */
  timeOf(path: string, value: unknown): string | undefined;
}

/** The members of a format; of credentials all go by their own names. */
export const membersOf = (format: CertificateFormat | undefined): DocumentMembers => {
  const names = format === undefined ? undefined : members[format];
  const wrapping = format === undefined ? undefined : wrappings[format];
  const times = (format === undefined ? undefined : seconds[format]) ?? [];
  return {
    nameOf: (path) => (names && Object.hasOwn(names, path) ? names[path] : undefined),
    shorten: (path) => (wrapping ? path.replace(wrapping, '') : path),
    timeOf: (path, value) =>
      times.includes(path) && typeof value === 'number' && Math.abs(value) <= maxSeconds
        ? new Date(value * 1000).toISOString()
        : undefined,
  };
};

/** That JavaScript's dates reach. */
const maxSeconds = 8_640_000_000_000;
