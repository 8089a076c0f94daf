import type { StackedBars } from './chart.ts';
import { colourOf, frameFor } from './frame.ts';
import { element, picture, safe } from './svg.ts';

/** The chart as an SVG. A part of a bar says what it is when it is pointed at. */
export function stackedBars({ title, description, labels, series, format }: StackedBars): string {
  const heights = labels.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const names = series.map(({ name }) => name);
  const frame = frameFor({ title, description, labels, names, highest: Math.max(0, ...heights), format });
  const width = Math.min(48, frame.step * 0.72);
  const bars = labels.flatMap((label, index) => {
    let below = 0;
    return series.flatMap(({ name, values }, order) => {
      const value = values[index] ?? 0;
      if (value === 0) return [];
      const [bottom, top] = [frame.y(below), frame.y(below + value)];
      below += value;
      const shape = { x: frame.x(index) - width / 2, y: top, width, height: bottom - top, fill: colourOf(order) };
      return [element('rect', shape, element('title', {}, safe(`${label}, ${name}: ${format(value)}`)))];
    });
  });
  return picture(frame.size, title, description, [...frame.parts, ...bars]);
}
