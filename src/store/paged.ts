import type { Kysely } from 'kysely';
import type { Json } from '#core/json.ts';
import type { RunTables } from './tables.ts';

export type Reading = Kysely<RunTables>;

export const json = (text: string) => JSON.parse(text) as Json;

/** Rows a page: a read holds the only connection for a few milliseconds at the most. */
export const pageSize = 500;

/** Gives the rows of a query page by page, each page beginning after the last row of the one before. */
export async function* paged<Row extends { position: number }>(
  read: (after: number) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  let after = -1;
  for (;;) {
    const page = await read(after);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = last.position;
  }
}

export const itemColumns = [
  'items.number as position',
  'items.id',
  'items.key',
  'items.input',
  'items.line',
  'items.source',
  'items.trace_id',
] as const;

export const placeOf = (line: number, source: string | null) => (source === null ? { line } : { line, source });
