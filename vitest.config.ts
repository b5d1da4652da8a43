import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'tools/**/*.test.ts'],
    globalSetup: ['packages/service/test/start-database.ts'],
    // For what hangs. What is merely slow passes: how fast things are is measured in bench/.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxWorkers: 3,
  },
});
