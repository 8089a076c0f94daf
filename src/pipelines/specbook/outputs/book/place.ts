import { wellKnownColumns } from '#tables/column-names.ts';
import { isQuantity } from '../product-columns.ts';

/** A row of the input: where a product is wanted, and how many of it. */
export type Place = {
  readonly code: string | undefined;
  readonly quantity: string | undefined;
  readonly room: string | undefined;
  readonly section: string | undefined;
  /** The other columns that say something. */
  readonly others: readonly (readonly [name: string, text: string])[];
};

type Columns = Readonly<Record<string, string>>;

export function placeOf(columns: Columns): Place {
  const said = Object.entries(columns).filter(([, text]) => text.trim() !== '');
  const quantity = said.find(([name]) => name === 'quantity') ?? said.find(([name]) => isQuantity(name));
  return {
    code: textIn(columns, 'item code'),
    quantity: quantity?.[1].trim(),
    room: textIn(columns, 'room'),
    section: textIn(columns, 'section'),
    others: said.filter(([name]) => name !== quantity?.[0] && !wellKnownColumns.some((known) => known === name)),
  };
}

/** The input's text in the column, if it says anything there. */
export function textIn(columns: Columns, name: string): string | undefined {
  const text = Object.hasOwn(columns, name) ? columns[name]?.trim() : undefined;
  return text === '' ? undefined : text;
}

/** The sum of the quantities; undefined unless each place gives a whole number, without a unit. */
export function totalQuantity(places: readonly Place[]): number | undefined {
  const numbers = places.map(({ quantity }) => (/^\d{1,9}$/u.test(quantity ?? '') ? Number(quantity) : Number.NaN));
  const sum = numbers.reduce((total, number) => total + number, 0);
  return Number.isNaN(sum) ? undefined : sum;
}

/** The item codes of the places, each once. */
export function codesOf(places: readonly Place[]): readonly string[] {
  return [...new Set(places.flatMap(({ code }) => code ?? []))];
}
