import { defineConfig } from 'vitest/config';

/** CommonJS packages are loaded as Node itself loads them: the code under test runs there. */
const deps = { interopDefault: false };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          deps,
          include: ['test/**/*.test.ts'],
          exclude: ['test/swarm/**', 'test/site/**', 'test/fixtures/**'],
          // A busy machine is no failure.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'swarm',
          deps,
          include: ['test/swarm/**/*.test.ts'],
          // They wait for engines most of the time.
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'site',
          deps,
          include: ['test/site/**/*.test.ts'],
          globalSetup: 'test/site/global-setup.ts',
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
