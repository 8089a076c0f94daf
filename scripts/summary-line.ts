import { z } from 'zod';

const results = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  success: z.boolean(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

/**
 * `N passed, N failed, N skipped` from the results that vitest's JSON reporter writes. A file that could not
 * even be loaded has no failed tests but counts as one, and so does any other reason why the run failed.
 */
export function summaryLine(json: unknown): string {
  const found = results.parse(json);
  const unloaded = found.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = Math.max(found.numFailedTests + unloaded, found.success ? 0 : 1);
  return `${found.numPassedTests} passed, ${failed} failed, ${found.numPendingTests + found.numTodoTests} skipped`;
}
