import type { Json } from '#core/json.ts';
import { productShape, type ProductValues } from '../product.ts';

/**
 * What the values say in the terms of the product record, whatever the schema calls them, as far as they have its
 * shape: with it the checks that know what a price or a GTIN is serve the user's schemas as well.
 *
 * @param facts by the schema's own field, the known facts that it stands for.
 */
export function knownValues(
  values: Readonly<Record<string, Json>>,
  facts: Readonly<Record<string, readonly string[]>>,
): Known {
  const found = Object.entries(values).flatMap(([field, value]) => {
    const [fact, another] = facts[field] ?? [];
    if (fact === undefined || another !== undefined || !Object.hasOwn(productShape, fact)) return [];
    const parsed = productShape[fact as keyof typeof productShape].safeParse(value);
    return parsed.success ? [{ field, fact, value: parsed.data }] : [];
  });
  return {
    values: Object.fromEntries(found.map(({ fact, value }) => [fact, value])),
    fieldOf: (fact) => found.find((one) => one.fact === fact)?.field ?? fact,
  };
}

export type Known = {
  readonly values: ProductValues;
  /** What the schema calls the fact. */
  readonly fieldOf: (fact: keyof ProductValues) => string;
};
