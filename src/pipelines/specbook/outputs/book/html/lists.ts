import type { RunSummary } from '#core/output.ts';
import { type Markup, joined, markup, nothing } from '../../markup.ts';
import { type Arrangement, type Chapter, chapterTitle } from '../arrangement.ts';
import { longDate } from '../dates.ts';
import {
  absentCount,
  type AbsentRow,
  noProducts,
  nothingAbsent,
  runCounts,
  type ScheduleRow,
  setAsideNotes,
  type SourceRow,
} from '../rows.ts';
import { link } from './sheet-section.ts';

type Column<Row> = { readonly title: string; readonly kind: string; readonly show: (row: Row) => Markup };

const text = (value: string | undefined): Markup => markup`${value ?? ''}`;

/** Only columns that the list gives: an empty one would look like something forgotten. */
function scheduleColumns({ by, has }: Arrangement): readonly Column<ScheduleRow>[] {
  const columns: readonly (Column<ScheduleRow> | undefined)[] = [
    has.code ? { title: 'Item code', kind: 'code', show: ({ place }) => text(place.code) } : undefined,
    {
      title: 'Product',
      kind: '',
      show: ({ entry }) => markup`<a href="#product-${entry.item}"><bdi>${entry.name}</bdi></a>`,
    },
    { title: 'Brand', kind: 'wide', show: ({ brand }) => text(brand) },
    has.room && by !== 'room' ? { title: 'Room', kind: 'room', show: ({ place }) => text(place.room) } : undefined,
    has.section && by !== 'section'
      ? { title: 'Section', kind: 'wide', show: ({ place }) => text(place.section) }
      : undefined,
    has.quantity ? { title: 'Qty', kind: 'number', show: ({ place }) => text(place.quantity) } : undefined,
    { title: 'Sheet', kind: 'number', show: ({ entry }) => markup`${entry.sheet}` },
  ];
  return columns.filter((column) => column !== undefined);
}

const sourceColumns: readonly Column<SourceRow>[] = [
  { title: 'Sheet', kind: 'number', show: ({ entry }) => markup`${entry.sheet}` },
  {
    title: 'Product and source',
    kind: '',
    show: ({ entry, url }) =>
      markup`<a href="#product-${entry.item}"><bdi>${entry.name}</bdi></a><br><span class="small">${link(url, url)}</span>`,
  },
  { title: 'Retrieved', kind: 'date', show: ({ retrieved }) => text(retrieved) },
  { title: 'Record', kind: 'wide', show: ({ verdict }) => text(verdict) },
];

function absentColumns(rows: { readonly code: boolean }): readonly Column<AbsentRow>[] {
  return [
    ...(rows.code ? [{ title: 'Item code', kind: 'code', show: ({ place }: AbsentRow) => text(place.code) }] : []),
    {
      title: 'Page',
      kind: 'page',
      show: ({ url, place }) =>
        markup`${link(url, url)}${place.room === undefined ? nothing : markup`<br><span class="small" dir="auto">${place.room}</span>`}`,
    },
    {
      title: 'Why, and what to do',
      kind: '',
      show: ({ why, advice }) => markup`${why}<br><span class="small">${advice}</span>`,
    },
  ];
}

/** A table's rows under a heading of their own, if they have one. */
type Body<Row> = { readonly title: string | undefined; readonly rows: AsyncIterable<Row> };

async function* table<Row>(
  name: string,
  columns: readonly Column<Row>[],
  bodies: readonly Body<Row>[],
): AsyncGenerator<Markup> {
  const heads = columns.map(({ title, kind }) => markup`<th scope="col" class="${kind}">${title}</th>`);
  yield markup`<table class="${name}" aria-labelledby="${name}">\n<thead><tr>${joined(heads)}</tr></thead>\n`;
  for (const { title, rows } of bodies) {
    yield markup`<tbody>\n`;
    if (title !== undefined) {
      yield markup`<tr class="chapter-row"><th scope="rowgroup" colspan="${columns.length}" dir="auto">${title}</th></tr>\n`;
    }
    for await (const row of rows) {
      const cells = columns.map(({ kind, show }) => markup`<td class="${kind}" dir="auto">${show(row)}</td>`);
      yield markup`<tr>${joined(cells)}</tr>\n`;
    }
    yield markup`</tbody>\n`;
  }
  yield markup`</table>\n`;
}

const part = (name: string, title: string): Markup =>
  markup`<section class="part" aria-labelledby="${name}">\n<h2 id="${name}">${title}</h2>\n`;
const partEnd = markup`</section>\n`;
const sentence = (words: string): Markup => markup`<p>${words}</p>\n`;

/** Every place of every product, chapter by chapter. */
export async function* schedule(
  arrangement: Arrangement,
  rowsOf: (chapter: Chapter) => AsyncIterable<ScheduleRow>,
): AsyncGenerator<Markup> {
  yield part('schedule', 'Schedule');
  const bodies = arrangement.chapters.map((chapter) => ({
    title: arrangement.by === 'none' ? undefined : chapterTitle(chapter, arrangement),
    rows: rowsOf(chapter),
  }));
  if (bodies.length === 0) yield sentence(noProducts);
  else yield* table('schedule', scheduleColumns(arrangement), bodies);
  yield partEnd;
}

export async function* sources(
  { chapters }: Arrangement,
  rowsOf: (chapter: Chapter) => AsyncIterable<SourceRow>,
): AsyncGenerator<Markup> {
  yield part('sources', 'Appendix A: Sources');
  const bodies = chapters.map((chapter) => ({ title: undefined, rows: rowsOf(chapter) }));
  if (bodies.length === 0) yield sentence(noProducts);
  else yield* table('sources', sourceColumns, bodies);
  yield partEnd;
}

export async function* absent(
  summary: RunSummary,
  { has }: Arrangement,
  rows: AsyncIterable<AbsentRow>,
): AsyncGenerator<Markup> {
  yield part('absent', 'Appendix B: Not in this book');
  if (absentCount(summary) === 0) yield sentence(nothingAbsent);
  else yield* table('absent', absentColumns(has), [{ title: undefined, rows }]);
  yield joined(setAsideNotes(summary).map(sentence));
  yield partEnd;
}

export function about(summary: RunSummary, arrangement: Arrangement): Markup {
  const counts = runCounts(summary).map(
    ([name, count]) => markup`<tr><th scope="row">${name}</th><td class="number">${count}</td></tr>\n`,
  );
  return markup`${part('about', 'Appendix C: About this book')}<table class="run-counts">
<tbody>
${joined(counts)}</tbody></table>
<p class="small">Run ${summary.run.id}, begun ${longDate(summary.run.startedAt)}. Arranged by ${arrangement.by}. Values are as the sources state them.</p>
${partEnd}`;
}
