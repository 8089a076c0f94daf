import { readFile } from 'node:fs/promises';
import { summaryLine } from './summary-line.ts';

/** Prints the closing line of a test run from the file that vitest's JSON reporter wrote. */
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: node scripts/test-summary.ts RESULTS.json');
console.log(summaryLine(JSON.parse(await readFile(file, 'utf8'))));
