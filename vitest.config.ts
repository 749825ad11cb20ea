import { defineConfig } from 'vitest/config';

interface ProjectOptions {
  testTimeout?: number;
  globalSetup?: string | string[];
  env?: Record<string, string>;
}

const project = (name: string, include: string, options: ProjectOptions = {}) => ({
  test: {
    name,
    include: [include],
    hookTimeout: 120_000,
    // What is awaited may take its time on a busy machine; a test is never about how long.
    expect: { poll: { timeout: 15_000 } },
    ...options,
  },
});

export default defineConfig({
  test: {
    reporters: ['default', './test/helpers/vitest-count-reporter.ts'],
    maxWorkers: 2,
    projects: [
      project('unit', 'test/unit/**/*.test.ts'),
      project('server', 'test/server/**/*.test.ts', {
        testTimeout: 30_000,
        globalSetup: './test/helpers/postgres.ts',
      }),
      // The same races at their full size, which `npm test` has no time for.
      project('races', 'test/server/races.test.ts', {
        env: { RACES: 'full' },
        globalSetup: './test/helpers/postgres.ts',
      }),
      project('faults', 'test/faults/**/*.test.ts', {
        testTimeout: 30_000,
        globalSetup: './test/helpers/postgres.ts',
      }),
      project('fake-stripe', 'test/fake-stripe/**/*.test.ts', { testTimeout: 30_000 }),
      project('simulation', 'test/simulation/**/*.test.ts', { testTimeout: 30_000 }),
      project('model', 'test/model/**/*.test.ts', { testTimeout: 120_000 }),
      project('e2e', 'test/e2e/**/*.test.ts', {
        testTimeout: 90_000,
        globalSetup: ['./test/helpers/element.ts', './test/helpers/postgres.ts'],
      }),
    ],
  },
});
