import type { Document } from '#html/document.ts';
import { type Proposal, proposal } from '../proposal.ts';
import { availabilityInWords } from '../values/availability.ts';
import { pageLines } from './page-lines.ts';
import { buying } from './page-words.ts';

const longestSentence = 80;
const longestButton = 40;
/** Lines that use the words of availability for lists, shops and services. */
const aboutSomethingElse =
  /\b(list|liste|lista|wish|gift|in[- ]store availability|filiale?|magasin|(in[- ]?)?store (pickup|only)|pick[- ]?up|pick it up|nearby|click ?& ?collect|abholung|ritiro|recogida|retrait|financ|coupon|sample|chat|agents?\b|hotline|advice|expert|support|video|reviews?\b|website|page|browser|java-?script|cookies?)/i;
/** A line of a choice: `Size: XS - in stock`, `41 | sold out`. That one is sold out does not make all so. */
const isChoice = /^(?:[^:|]{1,20}: ?)?[^:|–]{1,12} ?(?:[-–|:(]|~~)/u;
/** A size that the line begins with: `38" sold out`, `XL (sold out)`. */
const isOfSize = /^(?:\d[\d.,/½"”″' -]*\p{L}{0,3}|\d?x{0,3}[sl]|m)[\s(:–-]/iu;
/** How far data for machines are still trusted that offer what the page denies, with no button to buy it. */
const denied = 0.5;

/** What is said of the stock, or a button to buy, near the heading. */
export function shownAvailability(document: Document): readonly Proposal[] {
  const { near, before, start } = pageLines(document);
  const places = [
    { lines: near, said: start >= 0 ? 0.55 : 0.4, button: 0.45 },
    { lines: before, said: 0.45, button: 0.35 },
  ];
  for (const { lines, said, button } of places) {
    const telling = tellingLine(lines);
    const buy = lines.find(isButton);
    const isOneSize = telling?.says === 'OutOfStock' && isOfSize.test(telling.line);
    if (telling !== undefined && !(isOneSize && buy !== undefined))
      return proposal('availability', telling.says, 'page', telling.line, said);
    if (buy !== undefined) return proposal('availability', 'InStock', 'page', buy, button);
  }
  return [];
}

/** Data for machines are often older than the page: what it plainly says is sold out, they offer less surely. */
export function checkedAgainstStock(proposals: readonly Proposal[], document: Document): readonly Proposal[] {
  const { near } = pageLines(document);
  const isDenied =
    proposals.some(
      ({ field, value, provenance: { source, where } }) =>
        field === 'availability' && value === 'OutOfStock' && source === 'page' && near.includes(where),
    ) && !near.some(isButton);
  if (!isDenied) return proposals;
  return proposals.map((one) => {
    if (one.field !== 'availability' || one.value !== 'InStock') return one;
    return { ...one, provenance: { ...one.provenance, confidence: one.provenance.confidence * denied } };
  });
}

type Telling = { readonly line: string; readonly says: string };

/** The first line that speaks of the stock; of several to choose from, the first that is there. */
function tellingLine(lines: readonly string[]): Telling | undefined {
  const index = lines.findIndex((one) => saidBy(one) !== undefined);
  const line = lines[index];
  const says = line === undefined ? undefined : saidBy(line);
  if (line === undefined || says === undefined) return undefined;
  if (says !== 'OutOfStock' || !isChoice.test(line)) return { line, says };
  for (const other of lines.slice(index + 1)) {
    const otherSays = isChoice.test(other) ? saidBy(other) : undefined;
    if (otherSays !== undefined && otherSays !== 'OutOfStock') return { line: other, says: otherSays };
  }
  return { line, says };
}

function saidBy(line: string): string | undefined {
  return line.length > longestSentence || aboutSomethingElse.test(line) ? undefined : availabilityInWords(line);
}

function isButton(line: string): boolean {
  return line.length <= longestButton && buying.test(line);
}
