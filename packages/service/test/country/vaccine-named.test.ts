import { isActive } from '@mohar/credential/formats/eu-dcc/value-sets.ts';
import { cvxVaccine } from '@mohar/credential/formats/smart-health-card/cvx.ts';
import { describe, expect, test } from 'vitest';
import { vaccineNamed } from '../../src/country/vaccine-named.ts';
import { packNamed } from '../../src/pack-named.ts';

const pack = packNamed('default');

describe('the default pack knows a vaccine by what people call it', () => {
  test.each([
    ['COVISHIELD', 'Covishield'],
    ['Covishield (AstraZeneca)', 'Covishield'],
    ['COVAXIN', 'Covaxin'],
    ['AZD1222 / AstraZeneca', 'EU/1/21/1529'],
    ['Astra-Zeneca', 'EU/1/21/1529'],
    ['COVID-19 Vaccine AstraZeneca', 'EU/1/21/1529'],
    ['Vaxzevria', 'EU/1/21/1529'],
    ['AstraZeneca vaccine for COVID-19', 'EU/1/21/1529'],
    ['R-COVI (AstraZeneca)', 'R-COVI'],
    ['R COVI', 'R-COVI'],
    ['AstraZeneca/Fiocruz', 'Covid-19-recombinant'],
    ['AZD2816 (AstraZeneca)', 'AZD2816'],
    ['SPUTNIK V', 'Sputnik-V'],
    ['SputnikV', 'Sputnik-V'],
    ['Gam-COVID-Vac', 'Sputnik-V'],
    ['Sputnik V / Gamaleya', 'Sputnik-V'],
    ['Sputnik', 'Sputnik-V'],
    ['Sputnik Light', 'Sputnik-Light'],
    ['SPUTNIK-LIGHT', 'Sputnik-Light'],
    ['Sputnik M', 'Sputnik-M'],
    ['Gam-COVID-Vac-M', 'Sputnik-M'],
    ['Janssen (Johnson & Johnson)', 'EU/1/20/1525'],
    ['Jcovden', 'EU/1/20/1525'],
    ['BNT162b2 / COMIRNATY Tozinameran (INN) / BioNTech/Pfizer', 'EU/1/20/1528'],
    ['Pfizer-BioNTech', 'EU/1/20/1528'],
    ['mRNA-1273 / Moderna', 'EU/1/20/1507'],
    ['CoronaVac', 'CoronaVac'],
    ['Sinovac', 'CoronaVac'],
    ['CoronaVac (Sinovac/Butantan)', 'Covid-19-adsorvida-inativada'],
    ['CoronaVac - Butantan', 'Covid-19-adsorvida-inativada'],
    ['Vacina adsorvida covid-19 (inativada) (Sinovac/Butantan)', 'Covid-19-adsorvida-inativada'],
    ['BBIBP-CorV', 'BBIBP-CorV'],
    ['Sinopharm / BIBP', 'BBIBP-CorV'],
    ['WIBP-CorV (Sinopharm Wuhan)', 'WIBP-CorV'],
    ['Sinopharm WIBP-CorV', 'WIBP-CorV'],
    ['Hayat-Vax (Sinopharm)', 'Hayat-Vax'],
    ['Hayat Vax', 'Hayat-Vax'],
    ['Covovax (Novavax)', 'Covovax'],
    ['Nuvaxovid', 'EU/1/21/1618'],
    ['EpiVacCorona', 'EpiVacCorona'],
    ['EpiVacCorona-N', 'EpiVacCorona-N'],
    ['Pfizer', 'EU/1/20/1528'],
    ['BIONTECHPFIZER', 'EU/1/20/1528'],
    ['Pfizer-BioNTech COVID-19 mRNA vaccine', 'EU/1/20/1528'],
    ['Pfizer-BioNTech COVID-19 Vaccine, 12 years and older, Gray Cap (do not dilute)', 'EU/1/20/1528'],
    ['Pfizer Bivalent (Original/Omicron BA.4/BA.5) booster', 'EU/1/20/1528'],
    ['PfizerCOVID19Vaccine', 'EU/1/20/1528'],
    ['BioNTech Manufacturing GmbH', 'EU/1/20/1528'],
    ['Vaccin à ARNm contre la COVID-19 de Pfizer, 2e dose', 'EU/1/20/1528'],
    ['Vacuna contra el coronavirus (Moderna)', 'EU/1/20/1507'],
    ['Moderna COVID-19 Vaccine', 'EU/1/20/1507'],
    ['Moderna Biotech Spain S.L.', 'EU/1/20/1507'],
    ['Corona vaccine Moderna 0.5 ml', 'EU/1/20/1507'],
    ['AstraZeneca ChAdOx1-S', 'EU/1/21/1529'],
    ['COVID-19 Vaccine AstraZeneca (ChAdOx1-S [recombinant])', 'EU/1/21/1529'],
    ['ChAdOx1 nCoV-19 (Oxford/AstraZeneca)', 'EU/1/21/1529'],
    ['SK Bio AstraZeneca', 'EU/1/21/1529'],
    ['Covid-19 Vaccine Janssen', 'EU/1/20/1525'],
    ['Johnson & Johnson', 'EU/1/20/1525'],
    ["Johnson and Johnson's Janssen (J&J)", 'EU/1/20/1525'],
    ['Janssen-Cilag International NV', 'EU/1/20/1525'],
    ['Sinopharm', 'BBIBP-CorV'],
    ['Sinopharm (Vero Cell)', 'BBIBP-CorV'],
    ['SARS-CoV-2 Vaccine (VeroCell), Inactivated / Sinopharm', 'BBIBP-CorV'],
    ['Sinopharm (Beijing Institute of Biological Products Co., Ltd.)', 'BBIBP-CorV'],
    ['China Sinopharm International Corp. - Beijing location', 'BBIBP-CorV'],
    ['Wuhan Institute of Biological Products (Sinopharm)', 'WIBP-CorV'],
    ['Wuhan Institute of Biological Products Co., Ltd. (Sinopharm)', 'WIBP-CorV'],
    ['Sinopharm - Wuhan Institute of Biological Products', 'WIBP-CorV'],
    ['Sinopharm (WIBP)', 'WIBP-CorV'],
    ['Sinopharm COVID-19 vaccine (Wuhan)', 'WIBP-CorV'],
    ['Inactivated COVID-19 vaccine, Wuhan, Sinopharm', 'WIBP-CorV'],
    ['Sinovac Life Sciences', 'CoronaVac'],
    ['Sinovac Biotech Ltd.', 'CoronaVac'],
    ['Instituto Butantan', 'Covid-19-adsorvida-inativada'],
    ['COVID-19 SINOVAC/BUTANTAN - CORONAVAC', 'Covid-19-adsorvida-inativada'],
    ['Vacina covid-19 (recombinante) Fiocruz', 'Covid-19-recombinant'],
    ['Novavax COVID-19 vaccine', 'EU/1/21/1618'],
    ['COVISHIELDVaccine', 'Covishield'],
    ['Covaxin2', 'Covaxin'],
    ['Covaxin2nd dose', 'Covaxin'],
    ['Pfizer (men)', 'EU/1/20/1528'],
    ['COVID19Pfizer', 'EU/1/20/1528'],
    ['Janssen single dose', 'EU/1/20/1525'],
    ['Johnson & Johnson single-dose', 'EU/1/20/1525'],
    ['Janssen Pharmaceutica NV', 'EU/1/20/1525'],
    ['Janssen (JnJ)', 'EU/1/20/1525'],
    ['JnJ', 'EU/1/20/1525'],
    ['AstraZeneca-Oxford University', 'EU/1/21/1529'],
    ['AstraZeneca University of Oxford', 'EU/1/21/1529'],
    ['University of Oxford / AstraZeneca / Fiocruz', 'Covid-19-recombinant'],
    ['Pfizer Europe MA EEIG', 'EU/1/20/1528'],
    ['COVID-19 Vaccine (Pfizer) - frozen', 'EU/1/20/1528'],
    ['Pfizer (COVAX)', 'EU/1/20/1528'],
    ['PFIZER/BIONTECH - BNT162', 'EU/1/20/1528'],
    ['BNT162', 'EU/1/20/1528'],
    ['Pfizer Japan Inc.', 'EU/1/20/1528'],
    ['Pfizer (second visit, left arm)', 'EU/1/20/1528'],
    ['Moderna half dose', 'EU/1/20/1507'],
    ['Moderna Elasomeran', 'EU/1/20/1507'],
    ['Elasomeran', 'EU/1/20/1507'],
    ['Moderna (Takeda)', 'EU/1/20/1507'],
    ['Sinopharm Group', 'BBIBP-CorV'],
    ['Sinopharm CNBG', 'BBIBP-CorV'],
    ['Sinopharm China National Biotec Group', 'BBIBP-CorV'],
    ['Wuhan, by Sinopharm', 'WIBP-CorV'],
    ['Novavax (Matrix-M adjuvant)', 'EU/1/21/1618'],
    ['Pfizer FE17D3', 'EU/1/20/1528'],
    ['Comirnaty lot FE17D3', 'EU/1/20/1528'],
    ['COVISHIELD 4121Z17D01', 'Covishield'],
    ['Covaxin (batch 37G17D2)', 'Covaxin'],
    ['Moderna FB1OPV2', 'EU/1/20/1507'],
    ['Sinovac 3IPV21', 'CoronaVac'],
    ['Pfizer FE17 D3', 'EU/1/20/1528'],
  ])('%s: %s', (name, product) => {
    expect(vaccineNamed(pack, name)?.eu?.product).toBe(product);
  });

  test('other diseases', () => {
    const codeOf = (name: string) => vaccineNamed(pack, name)?.cvx;
    expect(codeOf('Sputnik Light')).toBe('504');
    expect(codeOf('Yellow fever vaccine (Stamaril)')).toBe('183');
    expect(codeOf('Yellow Fever 17D')).toBe('184');
    expect(codeOf('IPV')).toBe('10');
    expect(codeOf('bOPV (BioPolio)')).toBe('178');
    expect(codeOf('yellowfevervaccine')).toBe('184');
    expect(codeOf('OPV-0')).toBe('178');
    expect(codeOf('Trivalent oral poliomyelitis vaccine (tOPV)')).toBe('02');
    expect(codeOf('Monovalent type 1 Oral Poliomyelitis vaccine, IP (mOPV1)')).toBe('179');
    expect(codeOf('Novel oral polio vaccine type 2')).toBe('179');
    expect(codeOf('fIPV-2')).toBe('10');
    expect(codeOf('sIPV (Sinovac)')).toBe('10');
    expect(codeOf('Yellow fever vaccine (Bio-Manguinhos/Fiocruz)')).toBe('184');
  });

  test.each([
    'Prevenar 13 (Pfizer)',
    'Pneumococcal conjugate vaccine, Pfizer',
    'PCV20 (Pfizer)',
    'Pfizer 13-valent conjugate vaccine',
    'Nimenrix (Pfizer)',
    'Trumenba, Pfizer',
    'Pfizer RSV vaccine (Abrysvo)',
    'TicoVac (Pfizer)',
    'Moderna mRESVIA',
    'mNEXSPIKE (Moderna)',
    'Moderna influenza/COVID-19 mRNA-1083',
    'FluMist (AstraZeneca)',
    'Influenza vaccine, nasal, AstraZeneca',
    'Beyfortus (AstraZeneca/Sanofi)',
    'AstraZeneca (SII)',
    'Zabdeno (Janssen, Ebola)',
    'Anflu (Sinovac)',
    'Hepatitis A vaccine, inactivated (Sinovac)',
    'Sinovac H1N1',
    'Rabies vaccine (Vero cell), Sinopharm',
    'Sinopharm NVSI-06-08',
    'Influenza (Butantan)',
    'Dengue (Instituto Butantan)',
    'R21/Matrix-M malaria (Novavax)',
    'Hib (WIBP)',
    'Novavax (Serum Institute)',
    'Novavax (R21)',
    'Fluzone (Pfizer)',
    'Pfizer meningitis B',
    'Vaccin antigrippal (AstraZeneca)',
    'Vacuna antigripal (Sinovac)',
    'Vaccin contre la rougeole (Sinovac)',
    'Vaccin antitétanique (Butantan)',
    'Vacina febre amarela (Fiocruz)',
    'Tríplice viral (Fiocruz)',
    'Tick-borne encephalitis, Pfizer',
    'Polio (Sinovac)',
    'Typhoid (Sinopharm)',
    'PCV13 Pfizer',
    'Men B (Pfizer)',
    'Hepatite B (Butantan)',
    'Sinovac (Sinopharm)',
  ])('the maker of %s makes others too', (name) => {
    expect(vaccineNamed(pack, name)).toBeUndefined();
  });

  test.each([
    'Covishield or Covaxin',
    'Pfizer / Moderna',
    'CoronaVac + BBIBP-CorV',
    'OPV + IPV',
    'bOPV + fIPV',
    'Covishield + IPV',
    'Hipvax',
    'Elixir of life',
    '',
    '–',
  ])('no product is guessed of: %s', (name) => {
    expect(vaccineNamed(pack, name)).toBeUndefined();
  });

  test('its codes are in the lists that they are of', () => {
    for (const { names, eu, cvx, disease = pack.disease } of pack.vaccines) {
      if (eu) {
        const { product, manufacturer, prophylaxis } = eu;
        const active = [
          isActive('products', product),
          isActive('manufacturers', manufacturer),
          isActive('prophylaxis', prophylaxis),
        ];
        expect([names[0], ...active]).toEqual([names[0], true, true, true]);
      }
      if (cvx) expect([names[0], cvxVaccine(cvx)?.disease]).toEqual([names[0], disease]);
    }
  });
});
