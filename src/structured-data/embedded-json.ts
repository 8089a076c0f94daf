import type { Json } from '#core/json.ts';
import { literalEnd, readLiteral, unescaped } from './js-literal.ts';

/** Bounds for what a page may make us read. */
const maximum = { script: 2_000_000, literal: 1_500_000, page: 4_000_000, literals: 60 };
/** A literal that is shorter holds no product. */
const shortest = 20;

/** Names that a product's data hold in one spelling or another; a script without any of them is not read. */
const priceNames = ['"price', "'price", 'price:', 'Price"', "Price'", 'Price:'];
const numberNames = ['sku', 'Sku', 'SKU', 'item_id', 'prodid'];
/** Before an object or array that a script keeps: an assignment, an argument. */
const starts = /(?:=|\(|,|\breturn\b)\s{0,20}(?=[{[])|JSON\.parse\(\s{0,10}(?=["'`])/g;

/**
 * The objects and arrays that the scripts of a page hold: whole JSON scripts (`__NEXT_DATA__`), assignments
 * (`window.__STATE__ = {…}`), arguments (`dataLayer.push({…})`, `JSON.parse("…")`). The outermost only, in page order.
 * Bounded in size, count and depth; what cannot be read is left out.
 */
export function embeddedJson(scripts: readonly string[]): readonly Json[] {
  const found: Json[] = [];
  const effort: Effort = { left: maximum.page };
  for (const script of scripts) {
    if (script.length > Math.min(effort.left, maximum.script) || !isTelling(script)) continue;
    effort.left -= script.length;
    const whole = /^\s{0,1000}[{[]/.test(script) ? parsed(script) : undefined;
    if (whole !== undefined) found.push(whole);
    else literalsIn(script, found, effort);
    if (found.length >= maximum.literals) break;
  }
  return found;
}

function isTelling(text: string): boolean {
  const hasPrice = text.includes('rice') && priceNames.some((name) => text.includes(name));
  return hasPrice || numberNames.some((name) => text.includes(name));
}

/** Characters that may still be looked at: literals inside one another are looked at more than once. */
type Effort = { left: number };

function literalsIn(script: string, found: Json[], effort: Effort): void {
  starts.lastIndex = 0;
  for (let start = starts.exec(script); start !== null; start = starts.exec(script)) {
    const at = start.index + start[0].length;
    const isText = start[0].startsWith('JSON');
    const end = isText ? textEnd(script, at) : literalEnd(script, at, Math.min(maximum.literal, effort.left));
    effort.left -= (end < 0 ? script.length : end) - at;
    if (effort.left <= 0) return;
    if (end < 0) {
      starts.lastIndex = at + 1;
      continue;
    }
    const literal = script.slice(at, end);
    const isWanted = literal.length >= shortest && isTelling(literal);
    const value = !isWanted
      ? undefined
      : isText
        ? parsed(unescaped(literal.slice(1, -1)))
        : (parsed(literal) ?? readLiteral(literal));
    // What is inside a literal that was read is not read again; what is no literal may hold others.
    starts.lastIndex = value === undefined && isWanted ? at + 1 : end;
    if (value !== undefined) found.push(value);
    if (found.length >= maximum.literals) return;
  }
}

function textEnd(script: string, start: number): number {
  const quote = script[start] ?? '';
  let at = script.indexOf(quote, start + 1);
  while (at > 0 && script[at - 1] === '\\' && script[at - 2] !== '\\') at = script.indexOf(quote, at + 1);
  return at < 0 ? -1 : at + 1;
}

/** Names without quotes are JavaScript: it is not worth a try, which is dear where it fails. */
const isNoJson = /^\s*\{\s*[^\s"}]/;

function parsed(text: string): Json | undefined {
  if (isNoJson.test(text)) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // Not JSON: it is read as JavaScript, or is none of ours.
    return undefined;
  }
}
