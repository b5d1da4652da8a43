import { trustedSources } from '../../registry/trusted-sources.ts';
import { withRegistry } from '../with-registry.ts';

/** `mohar trust list`. */
export const listSources = ({ json }: { json?: boolean }): Promise<void> =>
  withRegistry(async ({ db }) => {
    const sources = await trustedSources(db);
    const lines = sources.map(
      ({ name, kind, importedAt, keyCount, listCount }) =>
        `${name}  ${kind.padEnd(5)}  ${importedAt.toISOString()}  ${keyCount} ${keyCount === 1 ? 'key' : 'keys'}${listed(listCount)}\n`,
    );
    process.stdout.write(
      json ? `${JSON.stringify(sources)}\n` : lines.join('') || 'Nothing was imported yet.\n',
    );
  });

const listed = (lists: number): string =>
  lists === 0 ? '' : `, ${lists} ${lists === 1 ? 'list' : 'lists'} of revoked cards`;
