import { defineConfig } from 'vitest/config';

/**
 * Tests that change what other files would see: Pulumi's mocks and stacks are of the process, and node:fs is replaced to inject faults.
 * Each of these files has a process of its own.
 */
const APART = ['test/stacks/**/*.test.ts', 'test/io/write-tree.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/built.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Vitest leaves a core to itself; on two that is half of the machine.
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'apart', include: APART } },
      {
        // One process a core for all the rest: loading the engine for every file took more than half of the time.
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: ['test/fixtures/**', ...APART],
          isolate: false,
        },
      },
    ],
  },
});
