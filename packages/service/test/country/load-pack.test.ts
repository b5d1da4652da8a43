import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadPack, readPack } from '../../src/country/load-pack.ts';
import { packDirectory } from '../../src/country/pack-directory.ts';
import { faultLine } from '../../src/country/pack-fault.ts';
import { packFile } from '../../src/country/pack-file.ts';
import { vaccineNamed } from '../../src/country/vaccine-named.ts';
import { copiedPack, packFolder } from './pack-folder.ts';

/** Every fault of a pack, without its folder. */
const faultsOf = (directory: string) =>
  readPack(directory).faults.map((fault) => faultLine(fault).replace(`${directory}/`, ''));

const minimal = (lines: readonly string[] = []) => `
extends: default
country: { alpha2: QQ, alpha3: QQQ }
timeZone: Etc/UTC
languages: { default: [en], offered: [en] }
disease: COVID-19
issuer:
  id: https://health.example/
  did: did:web:health.example
  name: { en: Ministry }
  department: { en: Department }
  site: health.example
credential:
  proof: Ed25519Signature2018
  identityPrefix: did:web:health.example:identity
  vaccinationBaseUrl: https://health.example/v/
  testBaseUrl: https://health.example/t/
  feedbackBaseUrl: https://health.example/?
  infoBaseUrl: https://health.example/?
  statusBaseUrl: https://health.example/status/
qr: { wrapping: text }
duplicates: refuse
correctionLimit: 1
templates:
  domestic: templates/vaccination-domestic.typ
  international: templates/vaccination-international.typ
  test: templates/test-result.typ
paper: a4
pdf: a-3a
${lines.join('\n')}
`;

describe('errors of a pack', () => {
  test('name file, line, column, member and what would be right; all of them', () => {
    const folder = packFolder();
    const directory = copiedPack(folder, 'wrong');
    const file = folder.write(
      'wrong',
      'country.yaml',
      minimal(['colour: red'])
        .replace('alpha2: QQ', 'alpha2: qq')
        .replace('Etc/UTC', 'Mars/Olympus')
        .replace('  site: health.example\n', ''),
    );
    folder.write('wrong', 'verifier.yaml', 'colour: red\n');
    folder.write('wrong', 'bulk.yaml', 'vaccination: { a: &x b }\n');
    writeFileSync(join(directory, 'tests.yaml'), Buffer.from([0xff, 0xfe, 0x41]));
    expect(faultsOf(directory)).toEqual([
      'country.yaml:3:20: /country/alpha2: must be two capital letters',
      'country.yaml:8:3: /issuer/site: is required',
      'country.yaml:29:1: /colour: is not known here',
      'tests.yaml: /: must be UTF-8',
      'bulk.yaml:1:22: /vaccination/a: must have no anchor (&)',
      'verifier.yaml:1:9: /colour: must be a colour as #rrggbb, in small letters and quotation marks',
    ]);
    folder.write('wrong', 'country.yaml', minimal().replace('Etc/UTC', 'Mars/Olympus'));
    expect(faultsOf(directory)).toContain('country.yaml:4:11: /timeZone: must be an IANA time zone name');
    expect(() => loadPack(directory)).toThrow(
      expect.objectContaining({
        code: 'COUNTRY_PACK',
        message: expect.stringContaining(`${file}:4:11: /timeZone: must be an IANA time zone name`),
      }),
    );
  });

  test('of one piece beside another, and of files that are not there', () => {
    const folder = packFolder();
    const directory = copiedPack(folder, 'wrong');
    folder.write(
      'wrong',
      'country.yaml',
      minimal()
        .replace('extends: default\n', '')
        .replace(
          'default: [en], offered: [en]',
          'default: [hi, en], beside: si, offered: [en], aliases: { en: [ENG, ENG], ta: [TAM] }',
        )
        .replace('wrapping: text', 'wrapping: compact')
        .replace('test-result.typ', 'gone.typ'),
    );
    folder.change('wrong', 'vaccines.yaml', ({ vaccines }) => {
      vaccines[1].makers = ['co-vaxin'];
    });
    folder.change('wrong', 'exports.yaml', (formats) => {
      formats.icvp.template = 'templates/other.typ';
    });
    rmSync(join(directory, 'emblem.svg'));
    rmSync(join(directory, 'entities/health-professional/template.typ'));
    expect(faultsOf(directory)).toEqual([
      'country.yaml:4:24: /languages/default/0: must be one of those offered: en',
      'country.yaml:4:41: /languages/beside: must be one of those offered: en',
      'country.yaml:4:91: /languages/aliases/ta: must be one of those offered: en',
      'country.yaml:4:81: /languages/aliases/en/1: must mean one language, and be no tag of another',
      expect.stringContaining('country.yaml:20:17: /qr/wrapping: compact is for certificates of VC 2.0'),
      expect.stringMatching(
        /^vaccines\.yaml:\d+:9: \/vaccines\/1\/makers\/0: "co-vaxin" is a name of row 0 already$/,
      ),
      'country.yaml:2:1: /: there must be an emblem.svg beside it, or it must extend a pack that has one',
      expect.stringContaining('country.yaml:26:9: /templates/test: must be a file of the pack'),
      expect.stringMatching(/^exports\.yaml:\d+:13: \/icvp\/template: must be a file of the pack/),
      expect.stringContaining('entities/health-professional/entity.json:8:15: /template: must be a file'),
    ]);
  });

  test('of vaccines, identities, regions and rules for fields', () => {
    const folder = packFolder();
    const directory = copiedPack(folder, 'wrong');
    folder.change('wrong', 'vaccines.yaml', (piece) => {
      piece.vaccines = [
        {
          names: ['a'],
          icd11Code: 'X',
          prophylaxis: 'x',
          doses: 2,
          intervals: [{ from: 3, to: 2 }, { from: 1 }],
        },
      ];
    });
    folder.write(
      'wrong',
      'identities.yaml',
      [
        'identities:',
        "  - { type: a, name: identityDocuments.a, shown: whole, keepLast: 2, text: '[' }",
        '  - { type: b, name: passport, shown: hidden }',
      ].join('\n'),
    );
    folder.write(
      'wrong',
      'regions.yaml',
      'regions:\n  - { name: North & East, language: tlh }\n  - { name: South, otherNames: [north AND east], language: en }\n',
    );
    folder.write(
      'wrong',
      'fields.yaml',
      'domestic:\n  type: object\n  properties: { recipient: { required: [uhid] } }\ntest: { type: nothing }\nexports: {}\n',
    );
    expect(faultsOf(directory)).toEqual([
      'identities.yaml:2:76: /identities/0/text: must be a regular expression of JavaScript (with flag u)',
      'identities.yaml:3:22: /identities/1/name: must be the key of a message, such as identityDocuments.passport',
      'identities.yaml:3:39: /identities/1/shown: must be one of whole, masked',
      'fields.yaml:5:1: /exports: is not known here',
      expect.stringMatching(
        /^vaccines\.yaml:\d+:13: \/vaccines\/0\/intervals\/0\/to: must not be less than from$/,
      ),
      expect.stringMatching(
        /^vaccines\.yaml:\d+:7: \/vaccines\/0\/intervals: must be fewer than the doses of the course, 2$/,
      ),
      expect.stringMatching(
        /^regions.yaml:2:37: \/regions\/0\/language: must be one of the languages that country.yaml offers: ar, as, .*, ur$/,
      ),
      'regions.yaml:3:33: /regions/1/otherNames/0: is a name of region 0 already',
    ]);
    folder.write('wrong', 'vaccines.yaml', 'vaccines: []\n');
    folder.write('wrong', 'regions.yaml', 'regions: []\n');
    folder.write(
      'wrong',
      'identities.yaml',
      'identities:\n  - { type: a, name: identityDocuments.a, shown: whole, keepLast: 2 }\n  - { type: a, name: identityDocuments.a, shown: masked, uri: a }\n',
    );
    folder.write(
      'wrong',
      'fields.yaml',
      'domestic:\n  type: object\n  properties: { recipient: { required: [uhid] } }\ntest: { type: nothing }\n',
    );
    expect(faultsOf(directory)).toEqual([
      'identities.yaml:2:5: /identities/0: must have uri or text, by which it is recognised',
      'identities.yaml:2:67: /identities/0/keepLast: is for masked ones alone',
      'identities.yaml:3:13: /identities/1/type: is the type of another one already',
      expect.stringMatching(/^fields\.yaml:3:28: \/domestic\/properties\/recipient: .*missing type "object"/),
      expect.stringMatching(/^fields\.yaml:4:15: \/test\/type: must /),
    ]);
  });

  test('of names of keys, codes by kind, event keys, and contexts of its own', () => {
    const folder = packFolder();
    const directory = copiedPack(folder, 'wrong');
    const context = {
      '@context': { id: '@id', Person: { '@id': 'a:b', '@context': { refId: 'a:c' } } },
    };
    folder.write('wrong', 'contexts/test.json', JSON.stringify(context));
    folder.change('wrong', 'country.yaml', (country) => {
      country.issuer.keyName = 'did:web:health.example#key';
      country.eventKey = { vaccination: ['dose', 'colour'], test: [] };
    });
    expect(faultsOf(directory)).toEqual([
      expect.stringMatching(/: \/issuer\/keyName: must be a URI with \{key\} in it, such as/),
      expect.stringMatching(/: \/eventKey\/vaccination\/1: must be one of program, disease, dose/),
      expect.stringMatching(/: \/eventKey\/test: must NOT have fewer than 1 items$/),
    ]);
    folder.change('wrong', 'country.yaml', (country) => {
      country.issuer.keyName = 'did:india:{key}';
      country.eventKey = undefined;
      country.qr.kinds = { test: 'compact', pet: 'text' };
      country.credential.contexts = {
        domestic: { url: 'https://health.example/v1' },
        international: { url: 'https://health.example/v2', file: 'contexts/gone.json' },
        test: { url: 'https://health.example/t1', file: 'contexts/test.json' },
      };
    });
    expect(faultsOf(directory)).toEqual([
      expect.stringMatching(
        /^country\.yaml:\d+:11: \/qr\/kinds\/test: compact is for certificates of VC 2\.0/,
      ),
      expect.stringMatching(
        /: \/credential\/contexts\/domestic\/url: must be one that Mohar brings, or have a file/,
      ),
      expect.stringMatching(/: \/credential\/contexts\/international\/file: must be a file of the pack/),
      expect.stringMatching(
        /^contexts\/test\.json:1:13: \/@context: must define every term of such certificates: type, ProofOfTestCertificateCredential, Person\.uhid, Person\.name, Person\.dob/,
      ),
      expect.stringMatching(
        /: \/qr\/kinds\/pet: must be one of domestic, international, test, health-professional$/,
      ),
    ]);
  });

  test('of a schema, a context or an entity that is no JSON', () => {
    const folder = packFolder();
    const directory = copiedPack(folder, 'wrong');
    folder.write('wrong', 'entities/health-professional/schema.json', '{ "type": "nothing" }');
    folder.write('wrong', 'entities/health-professional/context.json', '{ "a": 1, // why\n }');
    const faults = faultsOf(directory);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('entities/health-professional/context.json: /: ');
    folder.write('wrong', 'entities/health-professional/context.json', '{ "@context": {} }');
    expect(faultsOf(directory)).toEqual([
      expect.stringContaining('entities/health-professional/schema.json:1:1: /: schema is invalid'),
    ]);
  });
});

describe('a pack that extends another', () => {
  test('has every file that it has not itself from that one', () => {
    const folder = packFolder();
    folder.write('small', 'country.yaml', minimal());
    folder.write('small', 'emblem.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    const pack = loadPack(folder.of('small'));
    expect(pack.code).toBe('small');
    expect(pack.directories).toEqual([folder.of('small'), packDirectory('default')]);
    expect(vaccineNamed(pack, 'Covaxin')?.icd11Code).toBe('XM1G90');
    expect([...pack.entityTypes.keys()]).toEqual(['health-professional']);
    expect(packFile(pack, 'emblem.svg')).toBe(join(folder.of('small'), 'emblem.svg'));
    expect(packFile(pack, 'templates/certificate.typ')).toBe(
      join(packDirectory('default') ?? '', 'templates/certificate.typ'),
    );
    expect(packFile(pack, 'nothing.svg')).toBeUndefined();
  });

  test('has its own file instead of the other’s, as a whole', () => {
    const folder = packFolder();
    folder.write('small', 'country.yaml', minimal());
    folder.write(
      'small',
      'vaccines.yaml',
      'vaccines: [{ names: [abdala], icd11Code: XM5JC5, prophylaxis: a vaccine }]\n',
    );
    expect(loadPack(folder.of('small')).vaccines.map(({ names }) => names)).toEqual([['abdala']]);
  });

  test('may extend one that lies beside it, which extends another', () => {
    const folder = packFolder();
    folder.write('town', 'country.yaml', minimal().replace('extends: default', 'extends: land'));
    folder.write('land', 'country.yaml', minimal());
    folder.write('land', 'verifier.yaml', "colour: '#123456'\n");
    const pack = loadPack(folder.of('town'));
    expect(pack.directories).toHaveLength(3);
    expect(pack.verifier.colour).toBe('#123456');
  });

  test('is refused where the chain is a circle, too long, or leads nowhere, or another’s country.yaml is wrong', () => {
    const folder = packFolder();
    const extending = (name: string, other: string) =>
      folder.write(name, 'country.yaml', minimal().replace('extends: default', `extends: ${other}`));
    extending('a', 'b');
    extending('b', 'a');
    expect(faultsOf(folder.of('a'))).toContainEqual(
      expect.stringMatching(
        /b\/country\.yaml:2:10: \/extends: must lead to no circle: a extends b extends a$/,
      ),
    );
    extending('c', 'd');
    extending('d', 'e');
    extending('e', 'default');
    expect(faultsOf(folder.of('c'))).toEqual([
      expect.stringMatching(
        /e\/country\.yaml:2:10: \/extends: must not extend a pack that extends others already/,
      ),
    ]);
    expect(loadPack(folder.of('d')).code).toBe('d');
    extending('f', 'nowhere');
    expect(faultsOf(folder.of('f'))[0]).toBe(
      "country.yaml:2:10: /extends: must be the name of a pack: there is no nowhere/country.yaml beside this one's folder, nor in countries/",
    );
    folder.write('g', 'country.yaml', minimal().replace('correctionLimit: 1', 'correctionLimit: many'));
    extending('h', 'g');
    expect(faultsOf(folder.of('h'))).toContainEqual(
      expect.stringMatching(/g\/country\.yaml:23:18: \/correctionLimit: must be of type integer$/),
    );
  });

  test('is found by name, or by its folder’s absolute path', () => {
    const folder = packFolder();
    folder.write('small', 'country.yaml', minimal());
    expect(packDirectory(folder.of('small'))).toBe(folder.of('small'));
    expect(packDirectory(folder.of('other'))).toBeUndefined();
    for (const name of ['../countries/default', './default', 'schema', 'nosuch', ''])
      expect(packDirectory(name)).toBeUndefined();
  });
});

test('a country’s words for the verifier are words that it has, and of values that they have', () => {
  const folder = packFolder();
  const directory = copiedPack(folder, 'wrong');
  folder.write(
    'wrong',
    'verifier.yaml',
    [
      'words:',
      '  en:',
      '    start.heading: Scan {here}',
      "    summary.doseOf: '{dose} {of}'",
      "    about.country: ''",
      '    start.head: x',
      '  xx: {}',
    ].join('\n'),
  );
  expect(faultsOf(directory)).toEqual([
    'verifier.yaml:5:20: /words/en/about.country: must have at least 1 character(s)',
    'verifier.yaml:6:5: /words/en/start.head: is not known here',
    'verifier.yaml:7:3: /words/xx: is not known here',
  ]);
  folder.write(
    'wrong',
    'verifier.yaml',
    "words:\n  en:\n    start.heading: Scan {here}\n    summary.doseOf: '{dose} {of}'\n",
  );
  expect(faultsOf(directory)).toEqual([
    'verifier.yaml:3:20: /words/en/start.heading: must have nothing in braces, not {here}',
    'verifier.yaml:4:21: /words/en/summary.doseOf: must have only {dose}, {total}, not {of}',
  ]);
});
