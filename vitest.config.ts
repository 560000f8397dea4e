import { defineConfig } from 'vitest/config';

/** Longest that a start of a broker on a busy machine may take, ms; nothing in the tests waits for so long by itself. */
const ENGINE_START_MS = 240_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/processes/**', 'test/browser/**'],
        },
      },
      {
        test: {
          name: 'process',
          include: ['test/processes/**/*.test.ts'],
          globalSetup: ['test/support/distribution.ts'],
          testTimeout: 120_000,
          hookTimeout: ENGINE_START_MS,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/support/distribution.ts'],
          testTimeout: 180_000,
          hookTimeout: ENGINE_START_MS,
          maxWorkers: 1,
        },
      },
    ],
  },
});
