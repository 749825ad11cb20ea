import { relative } from 'node:path';
import type { Reporter, TestSession, TestSuiteResult } from '@web/test-runner';
import { formatCount, formatFailure, nothingCounted, type Count } from './count.ts';

/**
 * Prints what failed, a line each, and the closing count line, which Web Test Runner leaves out. A page that failed
 * without a test counts as one failure.
 */
export function countReporter(): Reporter {
  return {
    onTestRunFinished({ sessions }) {
      const count: Count = { ...nothingCounted };
      for (const session of sessions) countSession(session, count);
      console.log(`\n${formatCount(count)}`);
    },
  };
}

function countSession(session: TestSession, count: Count): void {
  const file = relative(process.cwd(), session.testFile ?? '');
  const failedBefore = count.failed;
  if (session.testResults) countSuite(session.testResults, file, count);
  if (!session.passed && count.failed === failedBefore) fail(file, session.errors[0]?.message, count);
}

function countSuite({ tests, suites }: TestSuiteResult, where: string, count: Count): void {
  for (const test of tests) {
    if (test.skipped) count.skipped += 1;
    else if (test.passed) count.passed += 1;
    else fail(`${where} > ${test.name}`, test.error?.message, count);
  }
  for (const suite of suites) countSuite(suite, `${where} > ${suite.name}`, count);
}

function fail(where: string, message: string | undefined, count: Count): void {
  count.failed += 1;
  console.log(formatFailure(where, message));
}
