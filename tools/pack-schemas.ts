/**
 * Writes countries/schema/*.schema.json, by which editors help with country packs, from the schemas that the service judges them by;
 * with --check, fails where they are not current.
 */
import { type PieceName, pieces } from '@mohar/service/src/country/schema/pieces.ts';
import { keepCurrent } from './keep-current.ts';

for (const name of Object.keys(pieces) as PieceName[]) {
  const { title, schema } = pieces[name];
  const published = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    ...schema,
  };
  keepCurrent(`countries/schema/${name}.schema.json`, `${JSON.stringify(published, null, 2)}\n`, 'schemas');
}
