import codes from '../../codes/diseases.json' with { type: 'json' };
import { vaccineNameOf } from '../../codes/vaccines.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { CertificateSummary, HolderSummary, VaccinationSummary } from '../../verification/summarize.ts';
import { joinCertificateId, type LookUp } from './certificate-id.ts';
import { present } from './holder.ts';
import { documentTypeOf } from './schema-faults.ts';

const { diseases } = codes;

/** Reads what a VDS-NC says for a person; of several doses the last. Takes any data, and shows what it finds. */
export function summarizeVdsNc(data: JsonObject): CertificateSummary {
  const msg = members(data.msg);
  const type = documentTypeOf(data);
  const certificateId = lookUpOf(data)?.certificateId;
  const holder = holderOf(members(msg.pid));
  if (type === 'icao.vacc') {
    const { entry, dose } = lastDose(msg);
    return present({
      kind: 'vaccination' as const,
      certificateId,
      holder,
      vaccination: vaccinationOf(entry, dose),
      facility: text(dose.adm),
    });
  }
  if (type !== 'icao.test') return present({ kind: 'other' as const, holder });
  const result = members(msg.tr);
  const times = members(msg.dat);
  return present({
    kind: 'test' as const,
    certificateId,
    issuedAt: text(times.ri),
    holder,
    test: present({
      testType: text(result.tc),
      result: text(result.r),
      sampledAt: text(times.sc),
      resultAt: text(times.ri),
    }),
    facility: text(members(msg.sp).spn),
  });
}

/** What a VDS-NC is looked up by; undefined where it has no id. */
export function lookUpOf({ msg }: JsonObject): LookUp | undefined {
  const { uvci, utci, opt, pid } = members(msg);
  const unique = text(uvci ?? utci);
  return unique === undefined
    ? undefined
    : joinCertificateId(unique, uvci === undefined ? opt : members(pid).ai);
}

const holderOf = ({ n, dob, sex }: JsonObject): HolderSummary =>
  present({
    name: text(n),
    birthDate: text(dob),
    birthYear: /^\d{4}/.exec(text(dob) ?? '')?.[0],
    sex: text(sex),
  });

const vaccinationOf = (entry: JsonObject, dose: JsonObject): VaccinationSummary => {
  const number = Number(dose.seq);
  const kind = text(entry.des);
  return present({
    disease: diseaseOf(text(entry.dis)),
    vaccine: text(entry.nam),
    prophylaxis: vaccineNameOf(kind ?? '') ?? kind,
    batch: text(dose.lot),
    date: text(dose.dvc),
    dose: Number.isSafeInteger(number) && number > 0 ? number : undefined,
  });
};

/** A disease's name, where its code is known; codes of ICD-11 go on behind a point: `RA01.0` is a kind of `RA01`. */
const diseaseOf = (code: string | undefined): string | undefined =>
  diseases.find(({ icd11 }) => code === icd11 || code?.startsWith(`${icd11}.`))?.names[0] ?? code;

function lastDose(msg: JsonObject): { entry: JsonObject; dose: JsonObject } {
  const doses = list(msg.ve).flatMap((entry) => list(entry.vd).map((dose) => ({ entry, dose })));
  const dateOf = ({ dose }: { dose: JsonObject }) => text(dose.dvc) ?? '';
  return doses.reduce(
    (last, one) => (dateOf(one) >= dateOf(last) ? one : last),
    doses[0] ?? { entry: {}, dose: {} },
  );
}

const members = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});
const list = (value: JsonValue | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isJsonObject) : [];
const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
