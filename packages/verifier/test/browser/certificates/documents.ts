import { buildEuDcc } from '@mohar/credential/formats/eu-dcc/build.ts';
import { contentEuDcc, encodeEuDcc } from '@mohar/credential/formats/eu-dcc/encode.ts';
import type { ExportRecord } from '@mohar/credential/formats/export-record.ts';
import { buildIcvp } from '@mohar/credential/formats/icvp/build-icvp.ts';
import { contentIcvp, encodeIcvp } from '@mohar/credential/formats/icvp/encode.ts';
import { buildHealthCard } from '@mohar/credential/formats/smart-health-card/build.ts';
import { contentHealthCard, encodeHealthCard } from '@mohar/credential/formats/smart-health-card/encode.ts';
import { buildVdsNcVaccination } from '@mohar/credential/formats/vds-nc/build-vaccination.ts';
import { contentVdsNc, encodeVdsNc } from '@mohar/credential/formats/vds-nc/encode.ts';
import { buildDdcc } from '@mohar/credential/formats/who-ddcc/build-ddcc.ts';
import { contentDdcc, encodeDdcc } from '@mohar/credential/formats/who-ddcc/encode.ts';
import { packHc1, unpackHc1 } from '@mohar/credential/hcert/hc1.ts';
import { type CodeContent, textOf } from '@mohar/credential/qr/code-content.ts';
import type { ErrorCorrection } from '@mohar/credential/qr/error-correction.ts';
import { matrixOf } from '@mohar/credential/qr/matrix.ts';
import type { TrustedIssuer } from '@mohar/credential/trust/signed-trust-list.ts';
import { testRecord, vaccinationRecord } from '../../../../credential/test/formats/eu-dcc/sample-records.ts';
import { yellowFeverRecord } from '../../../../credential/test/formats/icvp/records.ts';
import {
  cardIssuer,
  countryOwner,
  type DocumentIssuer,
  hcertIssuer,
  sealIssuer,
} from './document-issuers.ts';
import type { Scenario } from './scenarios.ts';

/** Certificates in the formats of other countries, and who signed them. */
export interface Documents {
  readonly all: readonly Scenario[];
  /** Issuers for the second trust list. */
  readonly issuers: readonly TrustedIssuer[];
}

const issuedAt = Date.parse('2026-05-01T10:20:30Z');
const validity = { issuedAt, expiresAt: Date.now() + 365 * 86_400_000 };
const iss = 'https://cards.example/registry';

const slovenia = { alpha2: 'SI', alpha3: 'SVN' };
const philippines = { alpha2: 'PH', alpha3: 'PHL' };
const ownCountry = { alpha2: 'XX', alpha3: 'XXX' };
const australia = { alpha2: 'AU', alpha3: 'AUS' };

/** The names of a holder, whole and in parts. */
const named = (gn: string, fn: string) => ({ recipient: { name: `${gn} ${fn}` }, names: { gn, fn } });

/** The country's own, which signs ICVPs with a key that its first trust list has. */
export const icvpKeyOf = (owner: TrustedIssuer): DocumentIssuer => hcertIssuer(owner, { country: 'XX' });

/**
 * Makes certificates of every other format anew, with keys of their own.
 *
 * @param own signs the ICVP.
 * @param certificateId of the ICVP, as the own revocations know it.
 */
export async function makeDocuments(own: DocumentIssuer, certificateId: string): Promise<Documents> {
  const eu = hcertIssuer(countryOwner('SI', 'SVN', { en: 'Slovenia', ar: 'سلوفينيا', sl: 'Slovenija' }), {
    country: 'SI',
  });
  const unlisted = hcertIssuer(countryOwner('SI', 'SVN', { en: 'Slovenia' }), { country: 'SI' });
  const ddcc = hcertIssuer(countryOwner('PH', 'PHL', { en: 'Philippines' }), { country: 'PH' });
  const cards = cardIssuer(
    {
      id: iss,
      name: { en: 'Department of Public Health and Immunization Registry of the State of Example' },
    },
    iss,
  );
  const seals = sealIssuer(countryOwner('AU', 'AUS', { en: 'Australia' }), 'AU');

  const euVaccination = (gn: string, fn: string) => {
    const { recipient, names } = named(gn, fn);
    return buildEuDcc(vaccinationRecord({ recipient, record: { country: slovenia } }), { names });
  };
  const euText = (gn: string, fn: string, signer = eu.signer, dates = validity) =>
    encodeEuDcc(euVaccination(gn, fn), signer, dates);
  const recovery = buildEuDcc(
    testRecord({ testDetails: { result: 'Positive' }, record: { country: slovenia } }),
    { names: { gn: 'Rebeka', fn: 'Recoveredova' }, recovery: { fromDay: 11, untilDay: 180 } },
  );
  const honest = unpackHc1(await euText('Tina', 'Honestova'));

  const checked = { status: 'checked' } as const;
  const unchecked = { status: 'not-checked' } as const;
  const eudcc = (text: string) => scanned(contentEuDcc(text), 'quartile');
  return {
    issuers: [eu, ddcc, cards, seals].map(({ issuer }) => issuer),
    all: [
      {
        name: 'EU vaccination',
        ...eudcc(await euText('Eva', 'Vaccinatedova')),
        verdict: 'valid',
        holder: 'Eva Vaccinatedova',
        shows: ['EU Digital COVID Certificate', 'Slovenia', 'COVID-19', 'Comirnaty', 'Dose 3 of 2'],
        ...unchecked,
      },
      {
        name: 'EU recovery',
        ...eudcc(await encodeEuDcc(recovery, eu.signer, validity)),
        verdict: 'valid',
        holder: 'Rebeka Recoveredova',
        shows: ['EU Digital COVID Certificate', 'Slovenia', 'COVID-19', 'First positive test'],
        ...unchecked,
      },
      {
        name: 'SMART Health Card',
        ...scanned(contentHealthCard(await healthCard(cards)), 'low'),
        verdict: 'valid',
        holder: 'Samuel Smartcard',
        shows: ['SMART Health Card', 'Department of Public Health', 'COVID-19'],
        ...unchecked,
      },
      {
        name: 'DDCC test',
        ...scanned(contentDdcc(await ddccTest(ddcc)), 'medium'),
        verdict: 'valid',
        holder: 'Dalisay Ddcc',
        shows: ['WHO Digital Documentation', 'Philippines', 'SARS-CoV-2', 'Not detected'],
        ...unchecked,
      },
      {
        name: 'ICVP yellow fever',
        ...scanned(contentIcvp(await yellowFever(own, certificateId)), 'quartile'),
        verdict: 'valid',
        holder: 'Yusuf Yellowcard',
        shows: ['International Certificate of Vaccination', 'Ministry of Health', 'Yellow fever', 'STAMARIL'],
        ...checked,
      },
      {
        name: 'VDS-NC',
        ...scanned(contentVdsNc(await seal(seals)), 'medium'),
        verdict: 'valid',
        holder: 'SEALED VICTORIA',
        shows: ['Visible Digital Seal', 'Australia', 'COVID-19', 'Comirnaty'],
        ...unchecked,
      },
      {
        name: 'EU of an issuer not listed',
        ...eudcc(await euText('Stefan', 'Stranger', unlisted.signer)),
        verdict: 'untrusted-issuer',
        ...unchecked,
      },
      {
        name: 'EU tampered',
        ...eudcc(packHc1(withText(honest, 'Tina', 'Tara'))),
        verdict: 'tampered',
        ...unchecked,
      },
      {
        name: 'EU expired',
        ...eudcc(
          await euText('Elena', 'Expiredova', eu.signer, {
            issuedAt,
            expiresAt: Date.parse('2026-06-01T00:00:00Z'),
          }),
        ),
        verdict: 'expired',
        holder: 'Elena Expiredova',
        shows: ['EU Digital COVID Certificate', 'Slovenia'],
        ...unchecked,
      },
    ],
  };
}

/** What a camera sees of a code, and what a scanner reads in it. */
export const scanned = (
  content: CodeContent,
  errorCorrection: ErrorCorrection,
): Pick<Scenario, 'payload' | 'code'> => ({
  payload: new TextEncoder().encode(textOf(content)),
  code: matrixOf(content, errorCorrection),
});

function healthCard({ signer }: DocumentIssuer): Promise<string> {
  const record: ExportRecord = vaccinationRecord({
    recipient: { name: 'Samuel Smartcard', dob: '1979-11-02' },
    record: { vaccine: { icd11Code: 'XM8NQ0', prophylaxis: 'COVID-19 vaccine, RNA based', cvx: '208' } },
  });
  return encodeHealthCard(buildHealthCard(record, { iss }), signer, { issuedAt });
}

function ddccTest({ signer }: DocumentIssuer): Promise<string> {
  const record = testRecord({ recipient: { name: 'Dalisay Ddcc' }, record: { country: philippines } });
  return encodeDdcc(buildDdcc(record), signer, validity);
}

function yellowFever({ signer }: DocumentIssuer, certificateId: string): Promise<string> {
  const record = { ...yellowFeverRecord({ name: 'Yusuf Yellowcard' }), certificateId, country: ownCountry };
  return encodeIcvp(buildIcvp(record), signer, validity);
}

function seal({ signer }: DocumentIssuer): Promise<string> {
  const record = vaccinationRecord({
    recipient: { dob: '1984-02-29' },
    record: { country: australia },
  });
  const names = { primary: 'Sealed', secondary: 'Victoria' };
  return encodeVdsNc(buildVdsNcVaccination(record, { names }), signer);
}

/** Exchanges a text for one as long, wherever it stands. */
function withText(bytes: Uint8Array, from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(from, to), 'latin1');
}
