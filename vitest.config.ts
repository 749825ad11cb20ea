import { defineConfig } from 'vitest/config';

interface ProjectOptions {
  isolate?: boolean;
  setupFiles?: string;
  globalSetup?: string | string[];
  env?: Record<string, string>;
}

const project = (name: string, include: string, options: ProjectOptions = {}) => ({
  test: {
    name,
    include: [include],
    // What is awaited may take its time on a busy machine; a test is never about how long.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
    ...options,
  },
});

/** Its files share what they import, which takes a third of their time: they keep nothing in modules. */
const shared = { isolate: false };
const postgres = './test/helpers/postgres.ts';

export default defineConfig({
  test: {
    reporters: ['default', './test/helpers/vitest-count-reporter.ts'],
    // One more than the cores it is to take ten minutes on: much of a test is waiting for a page or another process.
    maxWorkers: 3,
    projects: [
      project('unit', 'test/unit/**/*.test.ts'),
      project('server', 'test/server/**/*.test.ts', {
        ...shared,
        globalSetup: postgres,
        setupFiles: './test/helpers/cheap-passwords.ts',
      }),
      // The same races at their full size, which `npm test` has no time for.
      project('races', 'test/server/races.test.ts', {
        env: { RACES: 'full' },
        globalSetup: postgres,
      }),
      project('faults', 'test/faults/**/*.test.ts', { ...shared, globalSetup: postgres }),
      project('fake-stripe', 'test/fake-stripe/**/*.test.ts', shared),
      project('simulation', 'test/simulation/**/*.test.ts'),
      project('model', 'test/model/**/*.test.ts'),
      // As it is published, so after a build: a part of `npm run check:package`.
      project('package', 'test/package/**/*.test.ts', {
        globalSetup: ['./test/helpers/element.ts', postgres],
      }),
      project('e2e', 'test/e2e/**/*.test.ts', {
        ...shared,
        globalSetup: ['./test/helpers/element.ts', postgres],
      }),
    ],
  },
});
