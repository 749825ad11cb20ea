import type { Reporter, TestSuiteResult } from '@web/test-runner';
import { addCounts, formatCount, nothingCounted, type Count } from './count.ts';

/** Prints the closing count line, which Web Test Runner leaves out. A page that failed without a test counts as one failure. */
export function countReporter(): Reporter {
  return {
    onTestRunFinished({ sessions }) {
      const counts = sessions.map((session): Count => {
        const count = session.testResults ? countSuite(session.testResults) : nothingCounted;
        return session.passed || count.failed > 0
          ? count
          : addCounts(count, { ...nothingCounted, failed: 1 });
      });
      console.log(`\n${formatCount(counts.reduce(addCounts, nothingCounted))}`);
    },
  };
}

function countSuite(suite: TestSuiteResult): Count {
  const own = suite.tests.map((test): Count => ({
    passed: test.passed && !test.skipped ? 1 : 0,
    failed: test.passed || test.skipped ? 0 : 1,
    skipped: test.skipped ? 1 : 0,
  }));
  return [...own, ...suite.suites.map(countSuite)].reduce(addCounts, nothingCounted);
}
