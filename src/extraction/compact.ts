import type { Json } from '#core/json.ts';

/** Beyond these a value repeats itself: shops put every review and variant into their JSON-LD. */
const longestString = 600;
const longestArray = 12;
const deepest = 8;

/** Says nothing about the product itself, and is often most of the bytes. */
const noise: ReadonlySet<string> = new Set([
  '@context',
  '@id',
  'review',
  'reviews',
  'potentialAction',
  'mainEntityOfPage',
]);

/** The value without noise, empty values and excess length; undefined when nothing is left. */
export function compact(value: Json, depth = 0): Json | undefined {
  if (value === null || value === '' || depth > deepest) return undefined;
  if (typeof value === 'string') return value.slice(0, longestString);
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return compactArray(value, depth);
  const entries = Object.entries(value).flatMap(([name, inner]) => {
    const kept = noise.has(name) ? undefined : compact(inner, depth + 1);
    return kept === undefined ? [] : [[name, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** A list of one is written as its element, as JSON-LD itself allows. */
function compactArray(values: readonly Json[], depth: number): Json | undefined {
  const kept = values
    .slice(0, longestArray)
    .map((inner) => compact(inner, depth + 1))
    .filter((inner) => inner !== undefined);
  return kept.length > 1 ? kept : kept[0];
}
