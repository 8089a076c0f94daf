import { expect, test } from 'vitest';
import { hostileInputs } from '../conformance/hostile-input.ts';

/** `npm run bench:fuzz` draws many more. */
test.each(hostileInputs)('$name end in an answer or in a failure that has a name', async ({ check }) => {
  await expect(check(1_000)).resolves.toBeUndefined();
});
