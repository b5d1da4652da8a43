import { Command, Option } from 'commander';

/** `mohar bulk`: certifies the rows of a CSV file, by itself or through a service that runs. */
export const bulkCommand = () =>
  new Command('bulk')
    .description('certify the rows of a CSV file; interrupted, the same command goes on where it was')
    .argument('<file.csv>', 'with DIVOC’s columns, or the headings of the country pack')
    .addOption(
      new Option('--type <type>', 'what the rows are')
        .choices(['vaccination', 'test'])
        .default('vaccination'),
    )
    .option(
      '--errors <file.csv>',
      'where faulty rows go, each with its reason; <file>.errors.csv if not given',
    )
    .option(
      '--url <url>',
      'a running service to upload to, with the key of MOHAR_API_KEY; otherwise the configured database is worked on directly',
    )
    .action(async (file, options) => (await import('./bulk/certify-rows.ts')).certifyRows(file, options));
