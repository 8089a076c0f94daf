import { expect, test } from 'vitest';
import { summaryLine } from '../../scripts/summary-line.ts';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});
const results = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, success: true };

test.each([
  ['3 passed, 0 failed, 2 skipped', { ...results, testResults: [file('passed', 'passed')] }],
  [
    '3 passed, 3 failed, 2 skipped',
    {
      ...results,
      success: false,
      numFailedTests: 2,
      testResults: [file('failed', 'failed', 'failed'), file('failed')],
    },
  ],
  ['3 passed, 1 failed, 2 skipped', { ...results, success: false, testResults: [] }],
])('%s', (line, json) => {
  expect(summaryLine(json)).toBe(line);
});
