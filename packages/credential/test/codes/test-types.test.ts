import { describe, expect, test } from 'vitest';
import { loincMethodOf } from '../../src/codes/test-types.ts';
import { valueSets } from '../../src/formats/eu-dcc/value-sets.ts';

const [naat, antigen] = ['LP6464-4', 'LP217198-3'];

test.each(Object.entries(valueSets.testTypes.codes))(
  "the EU's code %s, and what it calls it",
  (code, { display }) => {
    for (const said of [
      code,
      code.toLowerCase(),
      display,
      display.toUpperCase(),
      ` ${display.replace(' ', '  ')} `,
    ]) {
      expect(loincMethodOf(said)).toBe(code);
    }
  },
);

describe('what laboratories call their tests', () => {
  test.each([
    ['RT-PCR', naat],
    ['RTPCR', naat],
    ['rt-qPCR', naat],
    ['Molecular (RT-PCR)', naat],
    ['PCR', naat],
    ['NAAT (LAMP)', naat],
    ['RT-LAMP', naat],
    ['CBNAAT', naat],
    ['TrueNat', naat],
    ['Rapid molecular', naat],
    ['Nucleic acid amplification with probe detection', naat],
    ['Viral nucleic acid amplification test or NAAT', naat],
    ['LP6464-4', naat],
    ['RAPID ANTIGEN TEST', antigen],
    ['Rapid antigen', antigen],
    ['Antigen (immunoassay)', antigen],
    ['COVID-19 RAT', antigen],
    ['Ag-RDT', antigen],
    ['Rapid immunoassay detecting viral proteins or Ag-RDT', antigen],
    ['Lateral flow test', antigen],
    ['Test antigénique rapide', antigen],
    ['Prueba de antígenos', antigen],
    ['LP217198-3', antigen],
  ])('%s: %s', (name, method) => {
    expect(loincMethodOf(name)).toBe(method);
  });

  test.each([
    'Rapid antibody test (IgG/IgM)',
    'Antibody (ELISA immunoassay)',
    'IgG/IgM rapid',
    'SARS-CoV-2 IgGIgM lateral flow',
    'Serology rapid',
    'Sérologie',
    'Anticuerpos (prueba rápida)',
    'Total Ab, lateral flow',
    'Anti-S antibodies, immunoassay',
    'Rapid antigen and antibody combo',
    'PCR and antibody',
    'Rapid test',
    'Immunoassay',
    'Rapid immunoassay (IgG)',
    'Rapid immunoassay for antibodies',
    'Rapid chromatographic immunoassay',
    'PCR or antigen',
    'Bag valve',
    'Separate',
    '',
  ])('%s: none', (name) => {
    expect(loincMethodOf(name)).toBeUndefined();
  });
});
