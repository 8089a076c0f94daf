/**
 * `npm run bench:fuzz -- [cases=100000]`: so many hostile URLs, redirects, robots.txt, headers, charsets and encodings in all, and
 * none that ends otherwise than in an answer or a failure with a name. A case that does is printed, made small.
 */
import { hostileInputs } from '../tests/conformance/hostile-input.ts';
import { stopwatch } from './stopwatch.ts';

const cases = Number(process.argv[2] ?? 100_000);
const each = Math.ceil(cases / hostileInputs.length);
for (const { name, check } of hostileInputs) {
  const spent = stopwatch();
  try {
    await check(each);
    console.log(`${name}: ${each} cases, none failed (${Math.round(spent().wall / 1_000)} s)`);
  } catch (error) {
    console.log(`${name}: ${String(error)}`);
    process.exitCode = 1;
  }
}
