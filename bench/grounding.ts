// Whether grounding tells what stands in a page from what does not: gold values are planted as they are, and made wrong.
//   node bench/grounding.ts [CORPORA_DIR] [--part open|sealed|all] [--misses]
// Exit code 1 when fewer than 97 % of the right ones that stand in their page are grounded, or of the wrong ones flagged.
import { parseArgs } from 'node:util';
import { goldPages } from './corpus-documents.ts';
import { corpusParts } from './corpus-part.ts';
import { groundingTrials } from './grounding-trial.ts';
import { floors, judgedTrials } from './grounding-score.ts';
import { corporaFolder } from './product-gold.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { misses: { type: 'boolean' }, part: { type: 'string', default: 'all' } },
});
const part = corpusParts.find((one) => one === values.part) ?? 'all';
const pages = goldPages(corporaFolder(positionals[0]), part);
const trials = groundingTrials(pages);
const { table, right, wrong, notInPage, misses } = judgedTrials(trials);
console.log(`${pages.length} pages\n\n${table}\n`);
console.log(`gold values that are not in their raw page, and not counted: ${notInPage}`);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
console.log(`grounded of right values: ${percent(right)} (at least ${percent(floors.right)})`);
console.log(`flagged of wrong values: ${percent(wrong)} (at least ${percent(floors.wrong)})`);
if (values.misses === true) for (const miss of misses) console.log(JSON.stringify(miss));
if (right < floors.right || wrong < floors.wrong) process.exitCode = 1;
