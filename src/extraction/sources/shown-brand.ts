import type { Document } from '#html/document.ts';
import { folded } from '../fold.ts';
import { labelledField } from '../labels.ts';
import { type Proposal, proposal } from '../proposal.ts';
import { storeOf } from '../values/brand.ts';
import { pageLines } from './page-lines.ts';

const linesAroundHeading = 4;
const mostWords = 4;
const confidences = { store: 0.6, by: 0.5, begins: 0.4 };
/** A name on a line of its own: `by Elm`. */
const byName = /^(?:by|von|par|di|da|por|de|door|av|af|от|fra|från)\s+(\S.{1,38})$/iu;

/** Who a reader takes for the brand, close to the heading. */
export function shownBrand(document: Document): readonly Proposal[] {
  const { near, before, lines, start, heading = lines[start] ?? '' } = pageLines(document);
  const around = [...near.slice(0, linesAroundHeading), ...before.slice(0, linesAroundHeading)];
  const store = around.find((one) => storeOf(one) !== undefined);
  if (store !== undefined) return proposal('brand', storeOf(store), 'page', store, confidences.store);
  const named = folded(heading);
  for (const line of around) {
    const name = byName.exec(line)?.[1];
    if (name !== undefined && ` ${named} `.includes(` ${folded(name)} `))
      return proposal('brand', name, 'page', line, confidences.by);
  }
  return beginningOf(named, around);
}

/**
 * What the heading begins with, and a line close to it, or the last step of a trail, consists of: `ELM`, then
 * `ELM Oak chair`. Of a category the heading has the singular.
 */
function beginningOf(named: string, around: readonly string[]): readonly Proposal[] {
  for (const line of around) {
    const name = (line.split(/[>›»/|]/).at(-1) ?? '').trim();
    const own = folded(name);
    if (own.length < 2 || own === named || name.length > 40 || own.split(' ').length > mostWords) continue;
    if (!/\p{Lu}/u.test(name[0] ?? '') || labelledField(name) !== undefined || !`${named} `.startsWith(`${own} `))
      continue;
    return proposal('brand', name, 'page', line.slice(0, 120), confidences.begins);
  }
  return [];
}
