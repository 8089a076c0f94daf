import { type Paint, type Tone } from './paint.ts';
import { displayWidth, padded, wrapped } from './text.ts';

/** A line of prose: broken between words when it is too wide, what follows indented by `indent`. */
export type Line = { readonly text: string; readonly indent?: number; readonly tone?: Tone };

/** @param columns Infinity for a file. */
export function laidOut(lines: readonly Line[], columns: number, paint: Paint): readonly string[] {
  return lines.flatMap(({ text, indent = 0, tone = 'plain' }) =>
    wrapped(text, columns, indent).map((part) => paint(tone, part)),
  );
}

export type Column = {
  readonly head: string;
  readonly side: 'left' | 'right';
  /** A table that is too wide loses the columns with the highest numbers. */
  readonly rank: number;
  readonly cells: readonly string[];
};

const gap = '  ';

/** A table with a line of heads, as wide as its columns need; the first column is never left out. */
export function table(columns: readonly Column[], width: number): readonly Line[] {
  const widths = new Map(
    columns.map((column) => [column, Math.max(...[column.head, ...column.cells].map(displayWidth))] as const),
  );
  const total = (kept: readonly Column[]) =>
    kept.reduce((sum, column) => sum + (widths.get(column) ?? 0) + gap.length, 0);
  const kept = [...columns];
  while (kept.length > 1 && total(kept) > width) {
    const least = kept.toSorted((left, right) => right.rank - left.rank)[0];
    kept.splice(
      kept.findIndex((column) => column === least),
      1,
    );
  }
  const line = (cellOf: (column: Column) => string) =>
    gap + kept.map((column) => padded(cellOf(column), widths.get(column) ?? 0, column.side)).join(gap);
  const rows = columns[0]?.cells.length ?? 0;
  return [
    { text: line(({ head }) => head).trimEnd(), tone: 'quiet' },
    ...Array.from({ length: rows }, (_, row) => ({ text: line(({ cells }) => cells[row] ?? '').trimEnd() })),
  ];
}
