import { trustedFormats } from '../../registry/trusted-formats.ts';
import { trustedSources } from '../../registry/trusted-sources.ts';
import { withRegistry } from '../with-registry.ts';

/** `mohar trust list`. */
export const listSources = ({ json }: { json?: boolean }): Promise<void> =>
  withRegistry(async ({ db }) => {
    const formats = await trustedFormats(db);
    const sources = (await trustedSources(db)).map((source) => {
      const limit = formats.get(source.name);
      return limit ? { ...source, formats: limit } : source;
    });
    const lines = sources.map(
      ({ name, kind, importedAt, keyCount, listCount }) =>
        `${name}  ${kind.padEnd(5)}  ${importedAt.toISOString()}  ${keyCount} ${keyCount === 1 ? 'key' : 'keys'}${limited(formats.get(name))}${listed(listCount)}\n`,
    );
    process.stdout.write(
      json ? `${JSON.stringify(sources)}\n` : lines.join('') || 'Nothing was imported yet.\n',
    );
  });

/** What `--formats` said. */
const limited = (formats: readonly string[] | undefined): string =>
  formats ? ` (${formats.join(', ')} alone)` : '';

const listed = (lists: number): string =>
  lists === 0 ? '' : `, ${lists} ${lists === 1 ? 'list' : 'lists'} of revoked cards`;
