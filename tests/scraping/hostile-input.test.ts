import { test } from 'vitest';
import { hostileInputs } from '../conformance/hostile-input.ts';

/** `npm run bench:fuzz` draws many more. */
test.each(hostileInputs)('$name end in an answer or in a failure that has a name', ({ check }) => check(1_000));
