import { defineConfig } from 'vitest/config';

const notHere = ['test/core/process/**', 'test/obs/**', 'test/e2e/**', 'test/bench/**', 'test/fixtures/**'];

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
        // Whole studios as processes of their own, killed, unplugged and timed: one at a time, so that a figure is
        // of the studio and not of its neighbours.
        test: {
          name: 'process',
          include: ['test/core/process/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
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
