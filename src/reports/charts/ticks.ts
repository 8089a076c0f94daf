/**
 * Round values from 0 to the first that is not below `highest`, about as many as wanted: steps of 1, 2 or 5 times a
 * power of ten.
 */
export function ticksTo(highest: number, wanted = 5): readonly number[] {
  if (!(highest > 0)) return [0, 1];
  const rough = highest / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const count = Math.ceil(highest / step - 1e-9);
  // Multiplied, and rounded: added up, 0.1 would end as 0.30000000000000004.
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** At most so many of the labels, evenly spaced, the first among them; the others are left empty. */
export function thinned(labels: readonly string[], most: number): readonly string[] {
  const every = Math.max(1, Math.ceil(labels.length / most));
  return labels.map((label, index) => (index % every === 0 ? label : ''));
}
