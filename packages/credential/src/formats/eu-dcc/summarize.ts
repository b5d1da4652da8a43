import type { Hcert } from '../../hcert/claims.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import {
  type CertificateSummary,
  type HolderSummary,
  type RecoverySummary,
  stageOf,
  type TestSummary,
  type VaccinationSummary,
} from '../../verification/summarize.ts';
import { entryIn, kinds } from './entries.ts';
import { certificateIdOfUvci } from './uvci.ts';
import { displayOf, type ValueSetName } from './value-sets.ts';

/** Reads a verified EU DCC for a person: codes in the English words of their value sets. */
export function summarizeEuDcc(content: JsonObject, { issuedAt }: Hcert): CertificateSummary {
  const found = entryIn(content);
  const entry = found?.entry ?? {};
  const kind = found ? kinds[found.group] : 'other';
  const ci = text(entry.ci);
  return present({
    kind,
    certificateId: ci === undefined ? undefined : (certificateIdOfUvci(ci) ?? ci),
    issuedAt: typeof issuedAt === 'number' ? new Date(issuedAt).toISOString() : undefined,
    holder: holderOf(content),
    vaccination: kind === 'vaccination' ? vaccinationOf(entry) : undefined,
    test: kind === 'test' ? testOf(entry) : undefined,
    recovery: kind === 'recovery' ? recoveryOf(entry) : undefined,
    facility: text(entry.tc),
    attestedBy: text(entry.is),
  });
}

function holderOf({ nam, dob }: JsonObject): HolderSummary {
  const name = isJsonObject(nam) ? nam : {};
  const birthDate = day(dob);
  const part = (own: JsonValue | undefined, standardised: JsonValue | undefined) =>
    text(own) ?? text(standardised)?.replaceAll('<', ' ');
  return present({
    name:
      [part(name.gn, name.gnt), part(name.fn, name.fnt)].filter((one) => one !== undefined).join(' ') ||
      undefined,
    birthDate,
    birthYear: birthDate?.slice(0, 4),
  });
}

function vaccinationOf(entry: JsonObject): VaccinationSummary {
  const { dn, sd } = entry;
  const isCounted = typeof dn === 'number' && typeof sd === 'number';
  return present({
    disease: meaning('diseases', entry.tg),
    vaccine: meaning('products', entry.mp),
    manufacturer: meaning('manufacturers', entry.ma),
    prophylaxis: meaning('prophylaxis', entry.vp),
    date: day(entry.dt),
    dose: typeof dn === 'number' ? dn : undefined,
    totalDoses: typeof sd === 'number' ? sd : undefined,
    stage: isCounted ? stageOf(dn, sd) : undefined,
  });
}

const testOf = (entry: JsonObject): TestSummary =>
  present({
    disease: meaning('diseases', entry.tg),
    testName: text(entry.nm) ?? meaning('testDevices', entry.ma),
    testType: meaning('testTypes', entry.tt),
    result: meaning('testResults', entry.tr),
    sampledAt: text(entry.sc),
  });

const recoveryOf = (entry: JsonObject): RecoverySummary =>
  present({
    disease: meaning('diseases', entry.tg),
    firstPositiveOn: day(entry.fr),
    effectiveFrom: day(entry.df),
    effectiveUntil: day(entry.du),
  });

const meaning = (set: ValueSetName, code: JsonValue | undefined): string | undefined => {
  const known = text(code);
  return known === undefined ? undefined : (displayOf(set, known) ?? known);
};

const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** A civil date, without the time of day that some issuers write behind it. */
const day = (value: JsonValue | undefined): string | undefined => text(value)?.replace(/[T ].*$/s, '');

type Known<Members> = { [Name in keyof Members]: Exclude<Members[Name], undefined> };

/** Leaves out what is undefined. */
const present = <Members extends object>(found: Members) =>
  Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Known<Members>;
