import { expect, test } from 'vitest';
import { deviceNamed } from '../../../src/formats/eu-dcc/test-device.ts';
import { valueSets } from '../../../src/formats/eu-dcc/value-sets.ts';

test.each([
  ['Panbio COVID-19 Ag Rapid Test', 'Abbott Rapid Diagnostics', '1232'],
  ['PANBIO™ Covid 19 AG rapid test', 'ABBOTT Rapid Diagnostics', '1232'],
  ['Abbott Rapid Diagnostics, Panbio COVID-19 Ag Rapid Test', undefined, '1232'],
  ['STANDARD Q COVID-19 Ag Test', 'SD Biosensor', '345'],
  ['SD BIOSENSOR Inc, STANDARD Q COVID-19 Ag Test', '', '345'],
  ['COVID-19 Antigen Rapid Test', 'Hangzhou AllTest Biotech Co., Ltd.', '1257'],
  ['COVID-19 Antigen Rapid Test', 'AXIOM Gesellschaft für Diagnostica und Biochemica mbH', '2101'],
  ['1232', undefined, '1232'],
  ['1232', 'Abbott Rapid Diagnostics', '1232'],
])('%s by %s is %s', (testName, manufacturer, id) => {
  expect(deviceNamed({ testName, ...(manufacturer === undefined ? {} : { manufacturer }) })).toBe(id);
});

test.each([
  ['Panbio COVID-19 Ag Rapid Test', ''],
  ['COVID-19 Antigen Rapid Test', ''],
  ['COVID-19 Antigen Rapid Test', 'Hangzhou'],
  ['COVID-19 Antigen Rapid Test', 'Somebody else Inc'],
  ['Panbio', 'Abbott Rapid Diagnostics'],
  ['1232', 'Roche'],
  ['9999', ''],
  ['', ''],
  ['', 'Abbott Rapid Diagnostics'],
])('no device is guessed of %s by %s', (testName, manufacturer) => {
  expect(deviceNamed({ testName, manufacturer })).toBeUndefined();
});

test('finds every device of the list by what the list calls it', () => {
  for (const [id, { display }] of Object.entries(valueSets.testDevices.codes)) {
    const comma = display.lastIndexOf(', ');
    expect(comma, display).toBeGreaterThan(0);
    const [manufacturer, testName] = [display.slice(0, comma), display.slice(comma + 2)];
    expect([display, deviceNamed({ testName, manufacturer })]).toEqual([display, id]);
    expect([display, deviceNamed({ testName: display })]).toEqual([display, id]);
  }
});
