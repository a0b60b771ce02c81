import { defineConfig } from 'vitest/config';

const notHere = ['test/obs/**', 'test/e2e/**', 'test/bench/**', 'test/fixtures/**'];

export default defineConfig({
  test: {
    projects: [
      {
        // Everything that needs nothing but Node.
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: notHere,
          testTimeout: 15_000,
          hookTimeout: 60_000,
        },
      },
      {
        // A real OBS under a virtual display: one at a time, because there is one OBS profile and one GPU.
        test: {
          name: 'obs',
          include: ['test/obs/**/*.test.ts'],
          fileParallelism: false,
          sequence: { concurrent: false },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
