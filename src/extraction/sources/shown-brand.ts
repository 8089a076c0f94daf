import type { Document } from '#html/document.ts';
import { folded } from '../fold.ts';
import { labelledField } from '../labels.ts';
import { type Proposal, proposal } from '../proposal.ts';
import { storeOf } from '../values/brand.ts';
import { pageLines } from './page-lines.ts';

const linesAroundHeading = 4;
const linesOfTrail = 12;
const mostWords = 4;
const wordsOfShort = 2;
const longestName = 40;
/** How a picture is described that shows a name: `Elm logo`. */
const logo = /^(?:logo|marke|brand|marque|marca)[\s:-]+|[\s:-]+(?:logo|brand)$/i;
const confidences = { store: 0.6, by: 0.5, begins: 0.4 };
const trailSteps = /\s*[>›»/|]\s*/;
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
  const names = [
    ...around.map((line) => line.split(trailSteps).at(-1) ?? ''),
    ...before.slice(0, linesOfTrail).flatMap((line) => (/[>›»]/.test(line) ? shortNames(line.split(trailSteps)) : [])),
    ...shortNames(document.images.flatMap(({ alternative }) => nameOfPicture(alternative))),
  ];
  return beginningOf(named, names);
}

/**
 * What the heading begins with, and a line close to it, a step of a trail, or the picture of a logo, consists of:
 * `ELM`, then `ELM Oak chair`. Of a category the heading has the singular.
 */
function beginningOf(heading: string, names: readonly string[]): readonly Proposal[] {
  const name = names.map((one) => one.trim()).find((one) => isBeginning(one, heading));
  return proposal('brand', name, 'page', name ?? '', confidences.begins);
}

function nameOfPicture(alternative: string): readonly string[] {
  return alternative.length > longestName ? [] : [alternative.replace(logo, '')];
}

/** Where colours, parts and other products are named as well, longer names are theirs. */
function shortNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.trim().split(' ').length <= wordsOfShort);
}

function isBeginning(name: string, heading: string): boolean {
  if (name.length < 2 || name.length > longestName || !/^\p{Lu}/u.test(name)) return false;
  // Most names begin otherwise: what is dear is done for the others only.
  if (name.charAt(0).normalize('NFKD').charAt(0).toLowerCase() !== heading.charAt(0)) return false;
  const own = folded(name);
  if (own.length < 2 || own === heading || own.split(' ').length > mostWords) return false;
  return labelledField(name) === undefined && `${heading} `.startsWith(`${own} `);
}
