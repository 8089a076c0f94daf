import { Parser } from 'htmlparser2';
import { buying } from '#extraction/sources/page-words.ts';
import { isSame, numeralsIn } from '#extraction/grounding/numerals.ts';
import { plain } from '#extraction/grounding/passages.ts';
import { availabilityInWords, parseAvailability } from '#extraction/values/availability.ts';
import { marks as currencyMarks } from '#extraction/values/currency.ts';
import type { GoldField } from './corpus-documents.ts';

/** A text made ready for looking values up in it. */
export type Searchable = {
  readonly numbers: readonly number[];
  readonly letters: string;
  readonly text: string;
  /** Names of https://schema.org/ItemAvailability that some line or some name in the page says. */
  readonly says: ReadonlySet<string>;
};

export function searchable(given: string): Searchable {
  const text = plain(given);
  const numbers = numeralsIn(text).flatMap(({ meanings }) => meanings);
  const names = [...text.matchAll(/schema\.org\/(\w+)|"(\w{5,30})"|availability:? (\w+)/gu)].map(
    ([, url, quoted, named]) => url ?? quoted ?? named ?? '',
  );
  const lines = text.split('\n').filter((line) => line.length < 300);
  const says = [
    ...names.map((name) => parseAvailability(name)),
    ...lines.map((line) => availabilityInWords(line) ?? (buying.test(line.trim()) ? 'InStock' : undefined)),
  ];
  const implied = says.includes('LimitedAvailability') ? ['InStock'] : [];
  return {
    text,
    letters: letters(text),
    numbers,
    says: new Set([...says.filter((name) => name !== undefined), ...implied]),
  };
}

/** All that a page says, seen or unseen: its texts, scripts and attributes, with entities and escapes undone. */
export function rawPage(html: string): Searchable {
  const texts: string[] = [];
  const attributes: string[] = [];
  const parser = new Parser({
    ontext: (text) => texts.push(text),
    onattribute: (_, value) => attributes.push(value),
  });
  parser.end(html);
  // Pieces of a price may stand in elements of their own: once with their borders, and once without.
  const all = [texts.join('\n'), texts.join(''), attributes.join('\n')].join('\n');
  const unescaped = all
    .replaceAll(/\\u([0-9a-f]{4})/giu, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll(String.raw`\/`, '/');
  return searchable(unescaped);
}

/**
 * Whether a gold value stands in the text: a price as a number of any format that is not a part of a longer one, a
 * currency by its mark or its code, availability by any words that may say it (of whatever), everything else by its
 * letters and digits.
 */
export function standsIn(page: Searchable, field: GoldField, value: string): boolean {
  if (field === 'availability') return page.says.has(value);
  if (field === 'price') return page.numbers.some((number) => isSame(number, Number(value)));
  const words = field === 'currency' ? [value.trim(), ...(marks[value.trim()] ?? [])] : [value];
  return words.some((word) =>
    /[\p{L}\p{N}]/u.test(word) ? page.letters.includes(letters(word)) : page.text.includes(word),
  );
}

/** Whether a price stands there as one: beside the mark of a currency, or behind a name for prices. */
export function standsAsPrice({ text }: Searchable, value: string): boolean {
  return numeralsIn(text).some(({ start, end, meanings }) => {
    if (!meanings.some((number) => isSame(number, Number(value)))) return false;
    const before = text.slice(Math.max(0, start - 25), start);
    return (
      currencyMarks.all.before.test(before) ||
      currencyMarks.all.after.test(text.slice(end, end + 12)) ||
      /price|prix|preis/iu.test(before)
    );
  });
}

const marks: Readonly<Record<string, readonly string[]>> = {
  $: ['USD', 'CAD', 'AUD'],
  '€': ['EUR'],
  '£': ['GBP'],
  '₹': ['INR', 'Rs'],
  Kn: ['HRK'],
  EUR: ['€'],
};

function letters(text: string): string {
  const folded = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return ` ${folded.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}
