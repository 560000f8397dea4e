import { defineConfig } from 'vitest/config';

/** Longest that a start of a broker on a busy machine may take, ms; nothing in the tests waits for so long by itself. */
const ENGINE_START_MS = 240_000;

export default defineConfig({
  test: {
    // One after the other: brokers, Operate and a browser side by side would only wait for one another.
    projects: [
      {
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: ['test/**/*.test.ts'],
          exclude: ['test/processes/**', 'test/browser/**', 'test/coverage/**'],
        },
      },
      {
        test: {
          name: 'process',
          sequence: { groupOrder: 1 },
          include: ['test/processes/**/*.test.ts'],
          globalSetup: ['test/support/distribution.ts', 'test/support/coverage-setup.ts'],
          testTimeout: 500_000,
          hookTimeout: ENGINE_START_MS,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'browser',
          sequence: { groupOrder: 2 },
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/support/distribution.ts'],
          testTimeout: 500_000,
          hookTimeout: ENGINE_START_MS,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'coverage',
          // After the process tests, of which it judges what they passed.
          sequence: { groupOrder: 3 },
          include: ['test/coverage/**/*.test.ts'],
          globalSetup: ['test/support/coverage-setup.ts'],
        },
      },
    ],
  },
});
