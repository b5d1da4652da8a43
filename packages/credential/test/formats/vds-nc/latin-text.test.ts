import { expect, test } from 'vitest';
import { cut } from '../../../src/formats/vds-nc/latin-text.ts';

test.each([
  ['District Laboratory, Colombo', 'District Laboratory'],
  ['Lady Ridgeway Hospital', 'Lady Ridgeway'],
  ['Government Hospital (Main)', 'Government Hospital'],
  ['General Hospital of X (Main)', 'General Hospital of'],
  ['Centre Hospitalier – Lyon', 'Centre Hospitalier'],
  ['St Bartholomäuskrankenhaus', 'St Bartholomäuskrank'],
  ['Distriktslaboratorium,', 'Distriktslaboratoriu'],
  ['Exactly twenty chars and more', 'Exactly twenty chars'],
  ['Laboratory, Galle,', 'Laboratory, Galle,'],
  ['Laboratory  ', 'Laboratory'],
  ['--------------------x', '--------------------'],
])('%j is cut as %j', (text, expected) => {
  expect(cut(text, 20)).toBe(expected);
});
