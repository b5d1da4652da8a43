import { type DesignUse, designUses } from '../../registry/designs.ts';
import { withRegistry } from '../with-registry.ts';

/** `mohar template versions`. */
export const listVersions = ({ json }: { json?: boolean }): Promise<void> =>
  withRegistry(async ({ db }) => {
    const uses = await designUses(db);
    if (json) process.stdout.write(`${JSON.stringify(uses)}\n`);
    else printVersions(uses);
  });

/** A line for each. */
export function printVersions(
  uses: readonly (DesignUse & { readonly files: number; readonly archiveBytes: number })[],
): void {
  const lines = uses.map(({ digest, firstUsedAt, templateInterface, files, archiveBytes, renderer }) => {
    const compiler = renderer.split(' ').find((name) => name.startsWith('typst')) ?? '';
    return `${firstUsedAt.toISOString()}  ${digest.slice(0, 16)}  interface ${templateInterface}  ${files} files, ${Math.ceil(archiveBytes / 1_024)} KB  ${compiler}\n`;
  });
  process.stdout.write(lines.join('') || 'The service has not been started yet.\n');
}
