import { expect, it } from 'vitest';
import { addCounts, findFailures, formatCount, formatFailure, parseCount } from '../helpers/count.ts';

it('reads back the line that it prints', () => {
  const count = { passed: 3, failed: 1, skipped: 2 };
  expect(parseCount(`noise\n${formatCount(count)}\n`)).toEqual(count);
});

it('takes the last line, for a run may show others', () => {
  expect(parseCount('1 passed, 0 failed, 0 skipped\n2 passed, 0 failed, 0 skipped')?.passed).toBe(2);
});

it('does not take a line with anything else on it', () => {
  expect(parseCount('Tests: 1 passed, 0 failed, 0 skipped')).toBeUndefined();
});

it('adds up each kind', () => {
  expect(addCounts({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 })).toEqual({
    passed: 11,
    failed: 22,
    skipped: 33,
  });
});

it('names what failed with the first line of what it said, and finds it again in the output', () => {
  const line = formatFailure('a.test.ts > pays', 'expected 1\nto be 2');
  expect(line).toBe('failed: a.test.ts > pays: expected 1');
  expect(findFailures(`noise\n${line}\n0 passed, 1 failed, 0 skipped`)).toEqual([line]);
});
