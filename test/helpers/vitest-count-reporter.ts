import { relative } from 'node:path';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import { formatCount, formatFailure, nothingCounted, type Count } from './count.ts';

/**
 * Prints what failed, a line each, and the closing count line. A file that fails to load counts as one failure, so that
 * it is never lost.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const count: Count = { ...nothingCounted };
    const fail = (where: string, errors: readonly { message: string }[] = []) => {
      count.failed += 1;
      console.log(formatFailure(where, errors[0]?.message));
    };
    for (const error of unhandledErrors) fail('outside of any test', [error]);
    for (const module of modules) {
      const file = relative(process.cwd(), module.moduleId);
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        if (state === 'passed') count.passed += 1;
        else if (state === 'skipped') count.skipped += 1;
        else fail(`${file} > ${test.fullName}`, errors);
      }
      if (module.errors().length > 0) fail(file, module.errors());
    }
    console.log(`\n${formatCount(count)}`);
  }
}
