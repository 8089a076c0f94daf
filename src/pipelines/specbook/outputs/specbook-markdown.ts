import type { OutputFailure, RunSummary } from '#core/output.ts';
import type { BookSettings } from '#pipelines/specbook/book-settings.ts';
import type { ProductInput } from '#pipelines/specbook/record.ts';
import type { RecordSchema } from '#pipelines/specbook/record-schema.ts';
import { arranged, type Arrangement, type Chapter, chapterTitle } from './book/arrangement.ts';
import { type Cover, coverOf } from './book/cover.ts';
import { linkTo, plain, tableHead, tableRow } from './book/markdown-text.ts';
import { markdownSheet } from './book/markdown-sheet.ts';
import {
  absentCount,
  absentRows,
  inOrder,
  noProducts,
  nothingAbsent,
  runCounts,
  type ScheduleRow,
  scheduleRows,
  setAsideNotes,
  sourceRows,
} from './book/rows.ts';
import { sheetOf } from './book/sheet.ts';
import type { ProductOutput, StoredProduct } from './product-output.ts';

type Records = (items?: readonly string[]) => AsyncIterable<StoredProduct>;

/** specbook.md: the same book as specbook.html, for whoever works on in text. */
export function specbookMarkdown(schema: RecordSchema, book: BookSettings): ProductOutput {
  return {
    fileName: 'specbook.md',
    async *render(summary, records, failures) {
      const arrangement = await arranged(records, schema, book.groupBy);
      yield cover(coverOf(book, summary, arrangement));
      yield contents(arrangement);
      yield* schedule(arrangement, records, schema);
      for (const chapter of arrangement.chapters) yield* sheets(chapter, arrangement, records, schema);
      yield* sources(arrangement, records);
      yield* absent(summary, failures());
      yield about(summary);
    },
  };
}

function cover({ title, project, facts, contents: inNumbers, standIn }: Cover): string {
  const rows = [...facts, ['Contents', inNumbers] as const].map((row) => tableRow(row.map(plain)));
  return [
    `# ${plain(project ?? title)}\n\n`,
    project === undefined ? '' : `${plain(title)}\n\n`,
    standIn === undefined ? '' : `> ${plain(standIn)}\n\n`,
    tableHead(['Project', '']),
    ...rows,
    '\n',
  ].join('');
}

function contents(arrangement: Arrangement): string {
  const chapters = arrangement.chapters.map((chapter) => {
    const lines = [...chapter.entries, ...chapter.elsewhere].map(
      ({ item, name, code, sheet }) =>
        `- ${sheet}: [${plain(name)}](#product-${item})${code === undefined ? '' : `, ${plain(code)}`}\n`,
    );
    return `### ${plain(chapterTitle(chapter, arrangement))}\n\n${lines.join('')}\n`;
  });
  return `## Contents\n\n${chapters.length === 0 ? `${noProducts}\n\n` : chapters.join('')}`;
}

async function* schedule(arrangement: Arrangement, records: Records, schema: RecordSchema): AsyncGenerator<string> {
  const { has } = arrangement;
  const columns: readonly (readonly [string, boolean, (row: ScheduleRow) => string])[] = [
    ['Item code', has.code, ({ place }) => plain(place.code ?? '')],
    ['Product', true, ({ entry }) => `[${plain(entry.name)}](#product-${entry.item})`],
    ['Brand', true, ({ brand }) => plain(brand ?? '')],
    ['Room', has.room, ({ place }) => plain(place.room ?? '')],
    ['Section', has.section, ({ place }) => plain(place.section ?? '')],
    ['Qty', has.quantity, ({ place }) => plain(place.quantity ?? '')],
    ['Sheet', true, ({ entry }) => String(entry.sheet)],
  ];
  const shown = columns.filter(([, isThere]) => isThere);
  if (arrangement.chapters.length === 0) return;
  yield `## Schedule\n\n${tableHead(shown.map(([title]) => title))}`;
  for (const chapter of arrangement.chapters) {
    for await (const row of scheduleRows(chapter, arrangement, records, schema)) {
      yield tableRow(shown.map(([, , show]) => show(row)));
    }
  }
  yield '\n';
}

async function* sheets(
  chapter: Chapter,
  arrangement: Arrangement,
  records: Records,
  schema: RecordSchema,
): AsyncGenerator<string> {
  yield `## ${plain(chapterTitle(chapter, arrangement))}\n\n`;
  for await (const { entry, product } of inOrder(chapter.entries, records)) {
    yield markdownSheet(sheetOf(product, schema), entry.sheet);
  }
}

async function* sources({ chapters }: Arrangement, records: Records): AsyncGenerator<string> {
  if (chapters.length === 0) return;
  yield `## Appendix A: Sources\n\n${tableHead(['Sheet', 'Product', 'Source', 'Retrieved', 'Record'])}`;
  for (const chapter of chapters) {
    for await (const { entry, url, retrieved, verdict } of sourceRows(chapter, records)) {
      yield tableRow([String(entry.sheet), plain(entry.name), linkTo(url, url), retrieved, verdict]);
    }
  }
  yield '\n';
}

async function* absent(
  summary: RunSummary,
  failures: AsyncIterable<OutputFailure<ProductInput>>,
): AsyncGenerator<string> {
  yield '## Appendix B: Not in this book\n\n';
  if (absentCount(summary) === 0) yield `${nothingAbsent}\n`;
  else yield tableHead(['Item code', 'Page', 'Why', 'What to do']);
  for await (const { place, url, why, advice } of absentRows(failures)) {
    yield tableRow([plain(place.code ?? ''), linkTo(url, url), plain(why), plain(advice)]);
  }
  yield `\n${setAsideNotes(summary)
    .map((note) => `${note}\n\n`)
    .join('')}`;
}

function about(summary: RunSummary): string {
  const rows = runCounts(summary).map(([name, count]) => tableRow([name, String(count)]));
  return `## Appendix C: About this book\n\n${tableHead(['What', 'Count'])}${rows.join('')}\nRun ${plain(summary.run.id)}. Values are as the sources state them.\n`;
}
