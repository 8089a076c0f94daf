import { colours, element, type Size, safe } from './svg.ts';
import { thinned, ticksTo } from './ticks.ts';

const size: Size = { width: 760, height: 320 };
const plot = { left: 76, right: 744, top: 84, bottom: 282 } as const;
/** About what a character takes, in pixels. */
const characterWidth = 6.7;
/** Between two labels, or two names of the legend. */
const gap = 14;

type Framed = {
  readonly title: string;
  readonly description: string;
  readonly labels: readonly string[];
  readonly names: readonly string[];
  readonly highest: number;
  readonly format: (value: number) => string;
};

/** Where values and labels lie in the picture, and all of it that is not data. */
export type Frame = {
  readonly size: Size;
  /** Pixels between the middles of two labels. */
  readonly step: number;
  x(index: number): number;
  y(value: number): number;
  readonly parts: readonly string[];
};

export const colourOf = (series: number): string => colours[series % colours.length] ?? colours[0];

export function frameFor({ title, description, labels, names, highest, format }: Framed): Frame {
  const ticks = ticksTo(highest);
  const top = ticks.at(-1) ?? 1;
  const step = (plot.right - plot.left) / Math.max(1, labels.length);
  const x = (index: number) => plot.left + (index + 0.5) * step;
  const y = (value: number) => plot.bottom - (value / top) * (plot.bottom - plot.top);
  const labelWidth = gap + characterWidth * Math.max(0, ...labels.map(({ length }) => length));
  const most = Math.floor((plot.right - plot.left) / labelWidth);
  return {
    size,
    step,
    x,
    y,
    parts: [
      element('text', { class: 'title', x: 16, y: 26 }, safe(title)),
      element('text', { class: 'quiet', x: 16, y: 45 }, safe(description)),
      ...(names.length > 1 ? legend(names) : []),
      ...ticks.flatMap((tick) => [
        element('line', {
          class: tick === 0 ? 'axis' : 'grid',
          x1: plot.left,
          x2: plot.right,
          y1: y(tick),
          y2: y(tick),
        }),
        element('text', { class: 'quiet', x: plot.left - 8, y: y(tick) + 4, 'text-anchor': 'end' }, safe(format(tick))),
      ]),
      ...thinned(labels, most).map((label, index) =>
        label === ''
          ? ''
          : element('text', { class: 'quiet', x: x(index), y: plot.bottom + 20, 'text-anchor': 'middle' }, safe(label)),
      ),
    ],
  };
}

function legend(names: readonly string[]): readonly string[] {
  let left = 16;
  return names.flatMap((name, index) => {
    const at = left;
    left += 15 + gap + name.length * characterWidth;
    return [
      element('rect', { x: at, y: 56, width: 10, height: 10, rx: 2, fill: colourOf(index) }),
      element('text', { x: at + 15, y: 65 }, safe(name)),
    ];
  });
}
