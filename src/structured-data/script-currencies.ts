/** Characters of scripts that are searched, and codes that are kept: two that differ already say nothing. */
const maximum = { page: 4_000_000, codes: 40 };
/** What stands behind `currency` in `currencyCode: "EUR"`, `currency = 'EUR'`, `'currency', 'EUR'`, `currency = {"active":"EUR"`. */
const code = /[a-z_]{0,10}["']?\]?\s{0,4}[:=,]\s{0,4}(?:\{\s{0,4}"active"\s{0,4}:\s{0,4})?["']([A-Z]{3})["']/iy;
const name = 'urrency';

/** What the scripts of a page (shop systems, analytics) call a currency: three letters each, upper case, as often as said. */
export function scriptCurrencies(scripts: readonly string[]): readonly string[] {
  const found: string[] = [];
  let left = maximum.page;
  for (const script of scripts) {
    left -= script.length;
    if (left < 0) break;
    for (let at = script.indexOf(name); at >= 0; at = script.indexOf(name, at + name.length)) {
      code.lastIndex = at + name.length;
      const text = code.exec(script)?.[1];
      if (text !== undefined) found.push(text.toUpperCase());
      if (found.length >= maximum.codes) return found;
    }
  }
  return found;
}
