// How many price texts of real shops are read right: amount and mark of the currency, and its ISO 4217 code.
//   node bench/price-strings.ts [CORPORA_DIR]
import { priceStringScores } from './price-string-scores.ts';
import { corporaFolder } from './product-gold.ts';

const { texts, amounts, marks, both, marked, codes } = priceStringScores(corporaFolder(process.argv[2]));
const share = (right: number, of: number): string => `${right} of ${of} (${((right / of) * 100).toFixed(1)} %)`;
console.log(`amount and mark   ${share(both, texts)}`);
console.log(`amount            ${share(amounts, texts)}`);
console.log(`mark              ${share(marks, texts)}`);
console.log(
  `ISO 4217 code     ${share(codes, marked)} of those with a mark; other marks are shared by several currencies`,
);
