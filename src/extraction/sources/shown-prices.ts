import type { Json } from '#core/json.ts';
import type { Document } from '#html/document.ts';
import type { Proposal } from '../proposal.ts';
import { labelledField } from '../labels.ts';
import { localeOf } from '../region.ts';
import { type Price, readPrice } from '../values/price.ts';
import { pageLines } from './page-lines.ts';
import { buying, otherPrice } from './page-words.ts';

/** A price that a reader sees near the heading. */
export type ShownPrice = {
  readonly price: Price;
  /** The mark of its currency as it is written. */
  readonly mark: string;
  readonly line: string;
  /** `current`: what one pays; `other`: crossed out, a rate, a shipping fee, the price before a discount. */
  readonly role: 'current' | 'other';
  /** A label says that it is the price. */
  readonly isLabelled: boolean;
  /** A reduction is shown whose arithmetic leads to this price. */
  readonly isReduced: boolean;
};

/** A line with more letters speaks of a price, instead of giving it. */
const longestLine = 80;
const longestRow = 200;
const longestBefore = 60;
const shortLine = 30;
/** How far before the heading a box to buy is looked for, in lines. */
const linesBefore = 12;
/** How far a value for machines is still trusted that the page shows as another price, or does not show. */
const shownAsOther = 0.6;
const notShown = 0.85;

const known = new WeakMap<Document, readonly ShownPrice[]>();

export function shownPrices(document: Document): readonly ShownPrice[] {
  const found = known.get(document) ?? read(document);
  known.set(document, found);
  return found;
}

/** The price that a reader would take for the product's. */
export function shownPrice(document: Document): (ShownPrice & { readonly confidence: number }) | undefined {
  const current = shownPrices(document).filter(({ role }) => role === 'current');
  const best = current.find(({ isReduced }) => isReduced) ?? current.find(({ isLabelled }) => isLabelled) ?? current[0];
  if (best === undefined) return undefined;
  const hasHeading = pageLines(document).start >= 0;
  const confidence = best.isReduced ? 0.85 : !hasHeading ? 0.4 : best.line.length <= shortLine ? 0.6 : 0.45;
  return { ...best, confidence };
}

/**
 * Prices for machines, held against what a reader sees: one that the page crosses out or calls a starting price is
 * hardly the price, and one that is not to be seen beside others that are is less sure.
 */
export function checkedAgainstShown(proposals: readonly Proposal[], document: Document): readonly Proposal[] {
  const seen = shownPrices(document);
  const amounts = (role: ShownPrice['role']) =>
    new Set(seen.filter((one) => one.role === role).map(({ price }) => price.amount));
  const current = amounts('current');
  const other = amounts('other');
  if (current.size === 0) return proposals;
  return proposals.map((one) => {
    const amount = one.field === 'price' && one.provenance.source !== 'page' ? amountOf(one.value) : undefined;
    if (amount === undefined || current.has(amount)) return one;
    if (keepsMinorUnits.has(one.provenance.source) && current.has(amount / 100)) return inMinorUnits(one, amount);
    const factor = other.has(amount) ? shownAsOther : notShown;
    return { ...one, provenance: { ...one.provenance, confidence: one.provenance.confidence * factor } };
  });
}

/** Shops like to keep prices as whole cents where others do not read them. */
const keepsMinorUnits: ReadonlySet<string> = new Set(['state', 'attributes']);

function inMinorUnits(one: Proposal, amount: number): Proposal {
  const value = typeof one.value === 'object' && one.value !== null ? one.value : {};
  return { ...one, value: { ...value, amount: amount / 100 } };
}

function amountOf(value: Json): number | undefined {
  return typeof value === 'object' && value !== null && 'amount' in value && typeof value.amount === 'number'
    ? value.amount
    : undefined;
}

/** Some shops write the price into the heading, or the box to buy before it: looked at when there is none after it. */
function read(document: Document): readonly ShownPrice[] {
  const { near, before, lines, start } = pageLines(document);
  const after = pricesOf(near, document);
  if (after.some(({ role }) => role === 'current')) return after;
  const earlier = pricesOf([lines[start] ?? '', ...before.slice(0, linesBefore)], document);
  if (earlier.some(({ role }) => role === 'current')) return earlier;
  return [...after, ...bareAmounts(near, document)];
}

/** An amount to the cent, alone on its line. */
const bareAmount = /^\d{1,3}(?:[ .,'’]?\d{3})*[.,]\d{2}$/u;
/** How far below it the button to buy is, in lines. */
const linesToButton = 3;

/** Where no price has a mark: an amount above the button that puts the product into the cart. */
function bareAmounts(lines: readonly string[], document: Document): readonly ShownPrice[] {
  return lines.flatMap((line, index) => {
    if (!bareAmount.test(line)) return [];
    const below = lines.slice(index + 1, index + 1 + linesToButton);
    const found = below.some((one) => buying.test(one)) ? readPrice(line, { locale: localeOf(document) }) : undefined;
    if (found === undefined || found.amount === 0 || otherPrice.test(labelBefore(lines, index))) return [];
    const price = { amount: found.amount };
    return [{ price, mark: '', line, role: 'current', isLabelled: false, isReduced: false }];
  });
}

function pricesOf(lines: readonly string[], document: Document): readonly ShownPrice[] {
  const found = lines.flatMap((line, index) => pricesIn(line, labelBefore(lines, index), document));
  return found.map((one, index) => {
    const isReduced = found.slice(Math.max(0, index - 2), index).some((before) => isReduction(before, one));
    const isReducedLater = found.slice(index + 1, index + 3).some((after) => isReduction(one, after));
    return { ...one, isReduced: isReduced && one.role === 'current', role: isReducedLater ? 'other' : one.role };
  });
}

function pricesIn(line: string, label: string, document: Document): readonly ShownPrice[] {
  if (!/\d/.test(line)) return [];
  if (!line.includes('~~')) return shown(line.slice(0, longestRow), line, label, document);
  const struck = [...line.slice(0, longestRow).matchAll(/~~([^~]+)~~/g)].flatMap(([, text = '']) =>
    shown(text, line, '', document).map((one) => ({ ...one, role: 'other' as const })),
  );
  const open = line
    .slice(0, longestRow)
    .replaceAll(/~~[^~]*~~/g, ' ')
    .trim();
  return [...struck, ...shown(open, line, label, document)];
}

/** What follows an amount, up to where something else begins: what comes on top, what is saved. */
const following =
  /^(?:(?!(?<!\p{L})(?:you save|save|sie sparen|sparen|vous économisez|économisez|risparmi|ahorras?|poupe|je bespaart|spar(?:a|er)?|ušetříte|ušetríte|oszczędzasz|экономия|incl|inkl|inc|excl|exkl|ex|zzgl|plus|hors|ttc|ht|iva|free|gratis|kostenlos|gratuit|livraison offerte|with|und|and|et)(?!\p{L}))[^(+|,;*•·]){0,24}/iu;

function shown(text: string, line: string, label: string, document: Document): readonly ShownPrice[] {
  const found = readPrice(text, { locale: localeOf(document), needsMark: true });
  if (found === undefined || found.amount === 0) return [];
  const { amount, currency, mark = '', after } = found;
  const before = ownWords(found.before);
  const own = before.replace(/[\s:|]+$/, '');
  // Its own words say more than the line before: `Price`, then `Retail price: $5`.
  const isLabelled = labelledField(/\p{L}/u.test(own) ? own : label) === 'price';
  if (before.length > longestBefore || (line.length > longestLine && !isLabelled)) return [];
  const around = `${label} ${before} ${following.exec(after)?.[0] ?? ''}`;
  const role = !isLabelled && otherPrice.test(around) ? 'other' : 'current';
  const price: Price = currency === undefined ? { amount } : { amount, currency };
  const one: ShownPrice = { price, mark, line: line.slice(0, longestLine), role, isLabelled, isReduced: false };
  return role === 'other' && /^(?!\s*[-–—~])\D*\d/u.test(after)
    ? [one, ...shown(withMark(after, found.mark), line, '', document)]
    : [one];
}

/** Between two amounts a mark belongs to both: `statt 4.50CHF 2.25`. */
function withMark(after: string, mark = ''): string {
  return /^\s*\d+[.,]\d{2}\s*$/.test(after) ? `${mark} ${after}` : after;
}

/** What an amount stands behind: `Save 70 $229.99` says what is saved of the 70 only. */
function ownWords(before: string): string {
  return before.replace(/^.*\d ?%?\s*$/u, '');
}

/**
 * The lines, anywhere, that write an amount with the mark of a currency: what a reader sees of a price that is known
 * from elsewhere.
 */
export function linesWithAmount(amount: number, document: Document): readonly string[] {
  const whole = String(Math.trunc(amount));
  const last = whole.slice(-3);
  return pageLines(document).lines.filter((line) => {
    if (line.length > longestLine || !line.includes(last)) return false;
    return pricesIn(line, '', document).some(({ price, role }) => role === 'current' && price.amount === amount);
  });
}

/** What costs nothing is no name of an amount: `Free delivery`. */
const isFree =
  /(?<!\p{L})(?:free|gratis|kostenlos|gratuite?|gratuit[ao]s?|grátis|zdarma|zadarmo|darmow[aey]|za darmo|ingyenes|бесплатн\p{L}*|безкоштовн\p{L}*|tasuta|nemokam\p{L}*|ücretsiz|ilmainen)(?!\p{L})/iu;

/** A short line without digits names what the next one tells. */
function labelBefore(lines: readonly string[], index: number): string {
  const before = lines[index - 1] ?? '';
  return before.length <= 25 && !/\d/.test(before) && !isFree.test(before) ? before : '';
}

/** `219.99 -50 %`, then `110.00`: the percentage leads from one to the other, within a rounding. */
function isReduction(before: ShownPrice, after: ShownPrice): boolean {
  const percent = Number(/(\d{1,2})(?:[.,]\d+)? ?%/.exec(before.line)?.[1] ?? 0);
  if (percent === 0 || before.price.amount <= after.price.amount) return false;
  const share = 1 - after.price.amount / before.price.amount;
  return Math.abs(share * 100 - percent) <= 1;
}
