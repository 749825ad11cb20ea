import type { Reporter, TestModule } from 'vitest/node';
import { formatCount, nothingCounted, type Count } from './count.ts';

/** Prints the closing count line. A file that fails to load counts as one failure, so that it is never lost. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count: Count = { ...nothingCounted, failed: unhandledErrors.length };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') count.passed += 1;
        else if (state === 'skipped') count.skipped += 1;
        else count.failed += 1;
      }
      if (module.errors().length > 0) count.failed += 1;
    }
    console.log(`\n${formatCount(count)}`);
  }
}
