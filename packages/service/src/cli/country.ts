import { Command } from 'commander';

/** `mohar country …`: country packs (docs/countries/README.md). */
export function countryCommand(): Command {
  const country = new Command('country').description('country packs: everything that a country decides');
  country
    .command('check')
    .description(
      'tell every fault of a pack, with its file, line and column; exit status 1 where there are any',
    )
    .argument('<pack>', 'the pack’s folder, or its name in countries/')
    .action(async (pack) => (await import('./country/check.ts')).checkCountry(pack));
  country
    .command('new')
    .description('write a complete pack of a made-up country, to start from')
    .argument('<code>', 'what it is called: small letters, figures and hyphens')
    .option('--into <directory>', 'where its folder goes; countries/ if not given')
    .action(async (code, options) => (await import('./country/new.ts')).newCountry(code, options));
  return country;
}
