import type { Lines } from './chart.ts';
import { colourOf, type Frame, frameFor } from './frame.ts';
import { element, picture, safe } from './svg.ts';

/** The chart as an SVG. A point says what it is when it is pointed at. */
export function lineChart({ title, description, labels, series, format, highest }: Lines): string {
  const values = series.flatMap((one) => one.values.filter((value) => value !== undefined));
  const names = series.map(({ name }) => name);
  const top = highest ?? Math.max(0, ...values);
  const frame = frameFor({ title, description, labels, names, highest: top, format });
  const drawn = series.flatMap((one, order) => {
    const colour = colourOf(order);
    const lines = stretches(one.values, frame).map((points) =>
      element('polyline', { points, fill: 'none', stroke: colour, 'stroke-width': 2, 'stroke-linejoin': 'round' }),
    );
    const dots = one.values.flatMap((value, index) => {
      if (value === undefined) return [];
      const what = element('title', {}, safe(`${labels[index] ?? ''}, ${one.name}: ${format(value)}`));
      return [element('circle', { cx: frame.x(index), cy: frame.y(value), r: 3, fill: colour }, what)];
    });
    return [...lines, ...dots];
  });
  return picture(frame.size, title, description, [...frame.parts, ...drawn]);
}

/** The parts of a line that have no gap, as `x,y` after `x,y`. */
function stretches(values: readonly (number | undefined)[], { x, y }: Frame): readonly string[] {
  const found: string[][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === undefined) found.push([]);
    else found.at(-1)?.push(`${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  }
  return found.filter((points) => points.length > 1).map((points) => points.join(' '));
}
