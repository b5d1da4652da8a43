import { Command, Option } from 'commander';

const uses = ['hcert', 'vds-nc', 'shc'] as const;

const useOption = (choices: readonly string[] = uses) =>
  new Option('--use <use>', 'what it signs: EU and WHO certificates, ICAO’s seals, SMART Health Cards')
    .choices([...choices])
    .makeOptionMandatory();
const countryOption = () =>
  new Option('--country <XX>', 'ISO 3166-1 alpha-2, in the certificate; the country pack’s if not given');
const eventsOption = () =>
  new Option(
    '--events <events>',
    'hcert: limits it to certificates of these (vaccination,test,recovery); of all if not given',
  );
const outOption = (what: string) => new Option('--out <path>', what).makeOptionMandatory();
const jsonOption = () => new Option('--json', 'print as JSON');

/** `mohar keys dsc …`: document keys, with which certificates of other countries' formats are signed. */
export function dscCommand(): Command {
  const dsc = new Command('dsc').description(
    'keys and certificates (DSC) for the formats of other countries',
  );
  dsc
    .command('create')
    .description('make a document key, with a certificate by the country’s authority (CSCA)')
    .addOption(useOption())
    .addOption(countryOption())
    .addOption(eventsOption())
    .option('--authority <file>', 'the authority’s certificate; without it one for trying out is made')
    .option(
      '--authority-key <file.pem>',
      'its key; of an encrypted one the passphrase is MOHAR_AUTHORITY_PASSPHRASE',
    )
    .option('--at <time>', 'when it begins to sign, RFC 3339; now if not given')
    .addOption(jsonOption())
    .action(async (options) => (await import('./dsc/create.ts')).create(options));
  dsc
    .command('csr')
    .description('make a document key, and a request (PKCS #10) for a certificate by an authority elsewhere')
    .addOption(useOption(['hcert', 'vds-nc']))
    .addOption(countryOption())
    .addOption(eventsOption())
    .addOption(outOption('file that the request is written to'))
    .addOption(jsonOption())
    .action(async (options) => (await import('./dsc/csr.ts')).csr(options));
  dsc
    .command('import')
    .description('give a requested key the certificate that came back')
    .argument('<certificate>', 'X.509, PEM or DER')
    .option('--authority <file>', 'certificate of the authority (CSCA) that signed it, to be checked')
    .addOption(countryOption())
    .addOption(jsonOption())
    .action(async (file, options) => (await import('./dsc/import.ts')).importCertificate(file, options));
  dsc
    .command('list')
    .description('list the document keys, and what somebody should do something about')
    .addOption(jsonOption())
    .action(async (options) => (await import('./dsc/list.ts')).list(options));
  dsc
    .command('retire')
    .description('end a document key: it signs no more')
    .argument('<id>', 'as keys dsc list shows it')
    .option(
      '--compromised <time>',
      'it was in other hands from then on: what it signed since counts for nothing (RFC 3339)',
    )
    .addOption(jsonOption())
    .action(async (id, options) => (await import('./dsc/retire.ts')).retire(id, options));
  dsc
    .command('package')
    .description('write what a gateway wants of the keys that sign hcert: signed uploads')
    .addOption(
      new Option('--for <gateway>', 'the EU’s gateway, or WHO’s (GDHCN)')
        .choices(['eu', 'gdhcn'])
        .makeOptionMandatory(),
    )
    .requiredOption('--upload-certificate <file>', 'the certificate that the gateway knows uploads by')
    .requiredOption(
      '--upload-key <file.pem>',
      'its key; of an encrypted one the passphrase is MOHAR_UPLOAD_PASSPHRASE',
    )
    .option('--key <id>', 'this key alone, also where it signs no more: to take its certificate back')
    .option('--tls-certificate <file>', 'gdhcn: of the connection, for the onboarding folder')
    .option('--tls-authority <file>', 'gdhcn: who signed that one, for the onboarding folder')
    .addOption(new Option('--domain <domain>', 'gdhcn: of the onboarding folder').default('DCC'))
    .addOption(outOption('folder that the files are written to'))
    .addOption(jsonOption())
    .action(async (options) => (await import('./dsc/package.ts')).writePackage(options));
  const authority = dsc.command('authority').description('the country’s authority (CSCA), kept offline');
  authority
    .command('create')
    .description('make an authority: its key and certificate, in files that no registry knows')
    .addOption(countryOption())
    .option('--name <name>', 'what it is called (CN); CSCA and the country if not given')
    .addOption(outOption('folder that csca.pem and csca.key.pem are written to'))
    .addOption(jsonOption())
    .action(async (options) => (await import('./dsc/authority.ts')).createAuthorityFiles(options));
  return dsc;
}
