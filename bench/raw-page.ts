import { decodeHTML } from 'entities';
import { buying } from '#extraction/sources/page-words.ts';
import { isSame, numeralsIn } from '#extraction/grounding/numerals.ts';
import { plain } from '#extraction/grounding/passages.ts';
import { availabilityInWords, parseAvailability } from '#extraction/values/availability.ts';
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
  const names = [...text.matchAll(/schema\.org\/(\w+)|"(\w{5,30})"/gu)].map(([, url, name]) => url ?? name ?? '');
  const lines = text.split(/\n|(?<=>)|(?=<)/u).filter((line) => line.length < 300 && !line.startsWith('<'));
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

/** All that the bytes of a page say: entities and the escapes of scripts undone; and once more without its tags. */
export function rawPage(html: string): Searchable {
  const unescaped = html
    .replaceAll(/\\u([0-9a-f]{4})/giu, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll(String.raw`\/`, '/');
  const decoded = decodeHTML(unescaped);
  return searchable(`${decoded}\n${decoded.replaceAll(/<[^>]*>/gu, '')}`);
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
