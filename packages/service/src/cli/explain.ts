/** Errors that were made for the person at the keyboard: their message says all, a stack would hide it. */
const forPeople = new Set([
  'CONFIGURATION',
  'COUNTRY_PACK',
  'SIGNING_KEY',
  'SIGNING_KEY_EXPIRED',
  'TOKEN',
  'MIGRATION',
  'NO_BINARIES',
  'NO_USER',
  'RIGHTS',
  'OTHER_VERSION',
  'IN_USE',
  'DISK_FULL',
  'START_FAILED',
  'EADDRINUSE',
  'EACCES',
  'COMMAND',
  'TRUST_IMPORT',
  'INVALID_CSV',
  'INVALID_TEMPLATE',
  // Of a design.
  'template',
  'timeout',
  'ENOENT',
]);

/** What went wrong, for a terminal. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: string };
  return code !== undefined && forPeople.has(code)
    ? `mohar: ${error.message}`
    : (error.stack ?? error.message);
}
