import type { Cell } from '#tables/write.ts';

/** What a report is made of, before it is Markdown. Texts are plain; what is special in Markdown is made safe later. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'table'; readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'picture'; readonly file: string; readonly text: string };

/** A part of a report: what is read, and the files that it names or that hold the same numbers. */
export type Section = {
  readonly blocks: readonly Block[];
  /** SVG by file name. */
  readonly pictures: ReadonlyMap<string, string>;
  readonly tables: ReadonlyMap<string, Csv>;
};

/** Dollars as a number; a cell is empty when it is not known. */
export type Csv = { readonly columns: readonly string[]; readonly rows: readonly Readonly<Record<string, Cell>>[] };

export const heading = (text: string, level: 2 | 3 = 2): Block => ({ kind: 'heading', level, text });
export const text = (words: string): Block => ({ kind: 'text', text: words });
/** Nothing when there are no rows: an empty table says nothing. */
export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): readonly Block[] =>
  rows.length === 0 ? [] : [{ kind: 'table', heads, rows }];
export const picture = (file: string, words: string): Block => ({ kind: 'picture', file, text: words });
/** A table below a heading of its own; nothing when it has no rows. */
export const titledTable = (
  title: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): readonly Block[] => (rows.length === 0 ? [] : [heading(title, 3), ...table(heads, rows)]);

export const section = (blocks: readonly Block[], more: Partial<Omit<Section, 'blocks'>> = {}): Section => ({
  blocks,
  pictures: more.pictures ?? new Map(),
  tables: more.tables ?? new Map(),
});
