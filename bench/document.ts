// Whether what a page says is still there in what a model is shown of it: gold values that stand in the raw page are
// looked for in the rendered document.
//   node bench/document.ts [CORPORA_DIR] [--part open|sealed|all] [--tokens N]
// Exit code 1 when fewer than 98 % of prices, article numbers or brands survive, or the median is 4,500 tokens or more.
import { parseArgs } from 'node:util';
import { extractionSettings } from '#extraction/settings.ts';
import { tokenCounter } from '#llm/count-tokens.ts';
import { goldFieldNames, goldPages } from './corpus-documents.ts';
import { corpusParts } from './corpus-part.ts';
import { documentSurvival, median, missedFloors, shareOf } from './document-survival.ts';
import { corporaFolder } from './product-gold.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tokens: { type: 'string' }, part: { type: 'string', default: 'all' } },
});
const part = corpusParts.find((one) => one === values.part) ?? 'all';
const pages = goldPages(corporaFolder(positionals[0]), part);
const { maxDocumentTokens } = extractionSettings.parse({});
const maximum = Number(values.tokens ?? maxDocumentTokens);
const survival = documentSurvival(pages, maximum, await tokenCounter());

console.log(`${pages.length} pages, at most ${maximum} tokens each\n`);
console.log('field         gold  not in page  survived          lost on');
for (const field of goldFieldNames) {
  const found = survival.fields[field];
  const share = `${found.survived}/${found.gold - found.notInPage} (${(100 * shareOf(found)).toFixed(1)} %)`;
  const lost = found.lost.map((id) => id.slice(0, 8)).join(' ');
  console.log(
    `${field.padEnd(13)} ${String(found.gold).padEnd(5)} ${String(found.notInPage).padEnd(12)} ${share.padEnd(17)} ${lost}`,
  );
}
const { tokens, asPrices } = survival;
console.log(`\nprices that stand beside a mark or a name for prices: ${asPrices}/${survival.fields.price.gold}`);
console.log(`tokens a page: median ${median(tokens)}, most ${Math.max(...tokens)}`);
const missed = missedFloors(survival);
if (missed.length > 0) {
  console.log(`missed: ${missed.join(', ')}`);
  process.exitCode = 1;
}
