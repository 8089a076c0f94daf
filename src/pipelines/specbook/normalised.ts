import type { Json } from '#core/json.ts';
import { type Side, sideExtents } from '#extraction/values/dimensions.ts';
import { toMillimetres } from '#extraction/values/length.ts';
import { toKilograms } from '#extraction/values/weight.ts';
import { canonicalFinishes } from '#extraction/vocabulary/finishes.ts';
import { canonicalMaterials } from '#extraction/vocabulary/materials.ts';
import type { ProductValues } from './product.ts';

const sides: readonly Side[] = ['width', 'height', 'depth', 'length', 'diameter'];

/** Millimetres. */
export function sideInMillimetres({ dimensions }: ProductValues, side: Side): number | undefined {
  const length = dimensions?.[side];
  return length === undefined || dimensions?.unit === undefined ? undefined : toMillimetres(length, dimensions.unit);
}

export function weightInKilograms({ weight }: ProductValues): number | undefined {
  return weight === undefined ? undefined : toKilograms(weight);
}

/** The vocabulary's words for what the page says: docs/outputs.md. */
export const materialsOf = ({ materials = [] }: ProductValues) => canonicalMaterials(materials);
export const finishesOf = ({ finishes = [] }: ProductValues) => canonicalFinishes(finishes);

/**
 * Lengths in millimetres (of an adjustable one both ends), the weight in kilograms, materials and finishes in the
 * vocabulary's words; the values beside them keep what the page says. Undefined when there is none of it.
 */
export function normalised(known: ProductValues): Readonly<Record<string, Json>> | undefined {
  const materials = materialsOf(known);
  const finishes = finishesOf(known);
  const weight = weightInKilograms(known);
  const lengths = { ...rangesOf(known.dimensions), ...lengthsOf(known) };
  const all: Readonly<Record<string, Json>> = {
    ...lengths,
    ...(weight === undefined ? {} : { weight_kg: weight }),
    ...(materials.length === 0 ? {} : { materials }),
    ...(finishes.length === 0 ? {} : { finishes }),
  };
  return Object.keys(all).length === 0 ? undefined : all;
}

function lengthsOf(known: ProductValues): Readonly<Record<string, number>> {
  const found = sides.flatMap((side) => {
    const length = sideInMillimetres(known, side);
    return length === undefined ? [] : [[`${side}_mm`, length] as const];
  });
  return Object.fromEntries(found);
}

function rangesOf(dimensions: ProductValues['dimensions']): Readonly<Record<string, Json>> {
  const read = dimensions === undefined ? undefined : sideExtents(dimensions.text);
  if (read === undefined) return {};
  const ranges = sides.flatMap((side) => {
    const { from, to } = read.sides[side] ?? { from: 0, to: 0 };
    return from === to
      ? []
      : [[`${side}_mm`, { from: toMillimetres(from, read.unit), to: toMillimetres(to, read.unit) }] as const];
  });
  return Object.fromEntries(ranges);
}
