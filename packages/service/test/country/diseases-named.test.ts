import { describe, expect, test } from 'vitest';
import { diseasesNamed } from '../../src/country/vaccine-named.ts';
import { packNamed } from '../../src/pack-named.ts';

const pack = packNamed('default');
const diseases = (name: string) => diseasesNamed(pack, name).join(' or ');

/**
 * How the disease of a vaccine was found before names were whole words, and the default pack's names of then: the first row
 * with one of them anywhere in the text. Certificates in registries have it in the key of their event, so what it said of a
 * name must stay, or the same event would be certified twice.
 */
const formerRows: readonly (readonly [disease: string, names: string])[] = [
  [
    'COVID-19',
    'covaxin covishield astrazeneca vaxzevria sputnik gam-covid-vac janssen johnson convidecia comirnaty',
  ],
  [
    'COVID-19',
    'pfizer moderna spikevax coronavac sinovac bbibp-corv sinopharm covovax nuvaxovid novavax zycov',
  ],
  ['COVID-19', 'corbevax gemcovac incovacc'],
  ['Yellow fever', 'stamaril yellowfever yf-vax 17d'],
  ['Poliomyelitis', 'biopolio bopv oralpolio imovaxpolio inactivatedpolio ipv'],
];
function formerDisease(name: string): string {
  const squeezed = name.toLowerCase().replaceAll(/\s/g, '');
  const row = formerRows.find(([, names]) => names.split(' ').some((known) => squeezed.includes(known)));
  return row?.[0] ?? 'COVID-19';
}

describe('the disease of an event, which is part of its key, stays what it was', () => {
  test.each([
    ...[
      'bOPV + IPV',
      'OPV/IPV (BioPolio, Imovax Polio)',
      'bOPV, fIPV',
      'IPV',
      'IPV1',
      'IPV-2',
      'IPV vaccine',
      'IPVvaccine',
    ],
    ...[
      'fIPV',
      'f-IPV',
      'fIPV1',
      'fIPV-2',
      'FIPV 3',
      'sIPV',
      'wIPV',
      'eIPV',
      'ShanIPV',
      'IPV (Salk)',
      'Polio (IPV)',
    ],
    ...[
      'DTaP-IPV',
      'DTaP/IPV/Hib',
      'DTaP-IPV-Hib-HepB',
      'DTaPIPV',
      'DTaPIPVHib',
      'DTPIPV',
      'TdIPV',
      'Boostrix-IPV',
    ],
    ...[
      'bOPV',
      'bOPV1',
      'BOPV 2',
      'bOPV (BioPolio)',
      'BIOPOLIO B1/3',
      'Bivalent OPV (bOPV 1&3)',
      'bOPV vaccine',
    ],
    ...[
      'Oral polio',
      'Oral polio vaccine',
      'ORAL POLIO VACCINE (OPV)',
      'Oral poliovirus vaccine',
      'Oral poliovaccine',
    ],
    ...[
      'Trivalent oral poliomyelitis vaccine (tOPV)',
      'Novel oral polio vaccine type 2',
      'Oral polio drops',
      'Inactivated polio-vaccine',
    ],
    ...['Imovax Polio', 'IMOVAX POLIO', 'ImovaxPolio', 'Imovax Polio (IPV)', 'Imovax Polio / Sanofi Pasteur'],
    ...[
      'Inactivated polio vaccine',
      'Inactivated Poliovirus Vaccine',
      'Inactivated poliomyelitis vaccine (IPV)',
    ],
    ...[
      'Yellow fever',
      'YELLOW FEVER',
      'yellowfever',
      'yellowfevervaccine',
      'YellowFeverVaccine',
      'Yellow Fever Vaccine',
    ],
    ...[
      'Yellow fever (Stamaril or YF-Vax)',
      'Stamaril',
      'STAMARIL®',
      'Stamaril (Sanofi Pasteur)',
      'Stamaril vaccine',
    ],
    ...[
      'YF-VAX',
      'YF-Vax (Sanofi)',
      'Yellow Fever 17D',
      '17D',
      '17DD',
      'YF17D',
      'YF 17DD',
      '17D-204',
      '17D204',
      'YF 17D-213',
    ],
    ...[
      'Stabilized Yellow Fever Vaccine',
      'Yellow fever vaccine, live attenuated',
      'Yellow fever (Bio-Manguinhos/Fiocruz)',
    ],
    ...[
      'COVISHIELD',
      'Covaxin',
      'CoVax',
      'Pfizer',
      'Pfizer / Moderna',
      'Covishield or Covaxin',
      'Moderna',
      'Sputnik Light',
    ],
    ...[
      'Sinopharm',
      'Sinopharm (Wuhan)',
      'CoronaVac (Sinovac/Butantan)',
      'AstraZeneca/Fiocruz',
      'ZyCoV-D',
      'Abdala',
    ],
    ...[
      'Prevenar 13 (Pfizer)',
      'MMR',
      'Typhoid Vi',
      'Influenza (Butantan)',
      'HPV',
      'BCG',
      'Hexaxim',
      '',
      '–',
    ],
  ])('%s', (name) => {
    expect(diseases(name)).toBe(formerDisease(name));
  });

  describe('but where it was plainly wrong', () => {
    test.each([
      // Punctuation within a name.
      ['Yellow-fever vaccine', 'COVID-19', 'Yellow fever'],
      ['YF Vax', 'COVID-19', 'Yellow fever'],
      ['Oral-polio', 'COVID-19', 'Poliomyelitis'],
      ['Imovax-Polio', 'COVID-19', 'Poliomyelitis'],
      // A kind of vaccine that the catalogue did not have.
      ['OPV', 'COVID-19', 'Poliomyelitis'],
      ['OPV-0', 'COVID-19', 'Poliomyelitis'],
      ['tOPV', 'COVID-19', 'Poliomyelitis'],
      ['nOPV2', 'COVID-19', 'Poliomyelitis'],
      // A maker who makes others than those against COVID-19.
      ['sIPV (Sinovac)', 'COVID-19', 'Poliomyelitis'],
      ['Poliomyelitis vaccine, IPV (Sinopharm/BIBP)', 'COVID-19', 'Poliomyelitis'],
      // Letters of a name that happen to follow each other.
      ['Hipvax', 'Poliomyelitis', 'COVID-19'],
      ['Covid, UIP vaccine', 'Poliomyelitis', 'COVID-19'],
      ['Typhoid Vi, 17 days', 'Yellow fever', 'COVID-19'],
    ])('%s: not %s but %s', (name, former, right) => {
      expect([formerDisease(name), diseases(name)]).toEqual([former, right]);
    });

    test.each([
      // Letters and figures of a lot's number.
      'Pfizer FE17D3',
      'Comirnaty lot FE17D3',
      'COVISHIELD 4121Z17D01',
      'Covaxin (batch 37G17D2)',
      'Covaxin 17DA3',
      'Moderna FB1OPV2',
      'Sputnik V 2BOPV1A',
      'Janssen XE21IPV3',
      'Pfizer FE17 D3',
    ])('%s is against COVID-19', (name) => {
      expect(diseases(name)).toBe('COVID-19');
    });

    test.each([
      ['Covishield + IPV', 'COVID-19 or Poliomyelitis'],
      ['Stamaril and Imovax Polio', 'Yellow fever or Poliomyelitis'],
      ['Yellow fever, bOPV', 'Yellow fever or Poliomyelitis'],
    ])('%s is against several', (name, several) => {
      expect(diseases(name)).toBe(several);
    });
  });

  test('a maker is known by the disease that its vaccine in the catalogue is against', () => {
    const vaccines = pack.vaccines.map((vaccine) =>
      vaccine.names.includes('stamaril') ? { ...vaccine, makers: ['sanofi'] } : vaccine,
    );
    const [yellowFever, covid] = ['Sanofi', 'Sanofi COVID-19 vaccine'].map((name) =>
      diseasesNamed({ ...pack, vaccines }, name),
    );
    expect([yellowFever, covid]).toEqual([['Yellow fever'], ['COVID-19']]);
  });
});
