import { Command, Option } from 'commander';

/** `mohar template …`: the design of certificates. */
export function templateCommand(): Command {
  const template = new Command('template').description(
    'the design of certificates (docs/countries/templates.md)',
  );
  template
    .command('preview')
    .description(
      'print every kind and stage with samples, in every language, and make a gallery of the pages',
    )
    .option('--country <name>', 'a country pack; MOHAR_COUNTRY if not given')
    .option('--kind <names...>', 'samples whose names begin so, such as test or vaccination-domestic-final')
    .option('--language <tags...>', 'languages, such as hi, or en,hi for two side by side')
    .option('--out <directory>', 'where the gallery is written', 'template-preview')
    .option('--watch', 'serve the gallery on this machine, and print again what changed')
    .addOption(new Option('--port <number>', 'with --watch').default('4700'))
    .action(async (options) => (await import('./template/preview.ts')).previewTemplates(options));
  template
    .command('versions')
    .description('list the designs that pages were printed with, and since when; the last one is today’s')
    .option('--json', 'print as JSON')
    .action(async (options) => (await import('./template/versions.ts')).listVersions(options));
  return template;
}
