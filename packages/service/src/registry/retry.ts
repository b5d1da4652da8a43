/** Two transactions that wait for each other, or that cannot be put in a row: PostgreSQL ends one, to be tried again. */
const retryable = new Set(['40001', '40P01']);

/** Runs a transaction again where PostgreSQL asks for it, up to five times. */
export async function retried<Result>(transaction: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === 5 || !retryable.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}
