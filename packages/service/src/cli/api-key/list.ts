import { listApiKeys } from '../../registry/api-keys.ts';
import { withRegistry } from '../with-registry.ts';

/** `mohar api-key list`. */
export const list = ({ json }: { json?: boolean }): Promise<void> =>
  withRegistry(async ({ db }) => {
    const keys = await listApiKeys(db);
    const lines = keys.map(
      ({ id, name, roles, createdAt, revokedAt }) =>
        `${id}  ${createdAt.toISOString()}  ${revokedAt ? 'revoked' : 'in force'}  ${roles.join(',')}  ${name}\n`,
    );
    process.stdout.write(json ? `${JSON.stringify(keys)}\n` : lines.join('') || 'There are no keys yet.\n');
  });
