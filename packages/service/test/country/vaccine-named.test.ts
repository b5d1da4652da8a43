import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isActive } from '@mohar/credential/formats/eu-dcc/value-sets.ts';
import { cvxVaccine } from '@mohar/credential/formats/smart-health-card/cvx.ts';
import { describe, expect, test } from 'vitest';
import { loadPack } from '../../src/country/load-pack.ts';
import { vaccineNamed } from '../../src/country/pack.ts';
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
  });

  test.each([
    'Covishield or Covaxin',
    'Pfizer / Moderna',
    'CoronaVac + BBIBP-CorV',
    'fIPV',
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

test('a pack whose rows share a name is refused', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mohar-pack-'));
  cpSync(pack.directory, directory, { recursive: true });
  const file = join(directory, 'pack.json');
  const changed = JSON.parse(readFileSync(file, 'utf8'));
  changed.vaccines[1].otherNames = ['co-vaxin'];
  writeFileSync(file, JSON.stringify(changed));
  expect(() => loadPack(directory, 'twice')).toThrow(
    'twice/pack.json: /vaccines/1: has the name "co-vaxin", as row 0 has',
  );
  rmSync(directory, { recursive: true, force: true });
});
