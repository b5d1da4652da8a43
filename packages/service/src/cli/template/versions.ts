import { designUses } from '../../registry/designs.ts';
import { withRegistry } from '../with-registry.ts';

/** `mohar template versions`. */
export const listVersions = ({ json }: { json?: boolean }): Promise<void> =>
  withRegistry(async ({ db }) => {
    const uses = await designUses(db);
    const lines = uses.map(
      ({ digest, firstUsedAt, templateInterface, files, archiveBytes, renderer }) =>
        `${firstUsedAt.toISOString()}  ${digest.slice(0, 16)}  interface ${templateInterface}  ${files} files, ${Math.ceil(archiveBytes / 1_024)} KB  ${renderer.split(' ').find((name) => name.startsWith('typst')) ?? ''}\n`,
    );
    process.stdout.write(
      json ? `${JSON.stringify(uses)}\n` : lines.join('') || 'The service has not been started yet.\n',
    );
  });
