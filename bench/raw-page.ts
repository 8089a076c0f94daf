import { decodeHTML } from 'entities';
import { isSame, numeralsIn } from '#extraction/grounding/numerals.ts';
import { plain } from '#extraction/grounding/passages.ts';
import type { GoldField } from './corpus-documents.ts';

/** A text made ready for looking values up in it. */
export type Searchable = { readonly numbers: readonly number[]; readonly letters: string; readonly text: string };

export function searchable(given: string): Searchable {
  const text = plain(given);
  return { text, letters: letters(text), numbers: numeralsIn(text).flatMap(({ meanings }) => meanings) };
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
 * currency by its mark or its code, everything else by its letters and digits. Availability is no wording.
 */
export function standsIn(page: Searchable, field: GoldField, value: string): boolean {
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
