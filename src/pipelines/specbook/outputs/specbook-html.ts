import type { BookSettings } from '#pipelines/specbook/book-settings.ts';
import type { RecordSchema } from '#pipelines/specbook/record-schema.ts';
import { arranged, type Arrangement, type Chapter, chapterTitle } from './book/arrangement.ts';
import { coverOf, running } from './book/cover.ts';
import { contentsPage, coverPage, elsewhere, head } from './book/html/front.ts';
import { about, absent, schedule, sources } from './book/html/lists.ts';
import { printStyle } from './book/html/print-style.ts';
import { sheetSection } from './book/html/sheet-section.ts';
import { absentRows, inOrder, scheduleRows, sourceRows } from './book/rows.ts';
import { sheetOf } from './book/sheet.ts';
import { type Markup, markup } from './markup.ts';
import type { ProductOutput, StoredProduct } from './product-output.ts';

/**
 * specbook.html: the spec book as one document, to be read on a screen or printed. Cover, contents, schedule, a sheet
 * a product in chapters, and the appendices.
 */
export function specbookHtml(schema: RecordSchema, book: BookSettings): ProductOutput {
  return {
    fileName: 'specbook.html',
    async *render(summary, records, failures) {
      const arrangement = await arranged(records, schema, book.groupBy);
      const cover = coverOf(book, summary, arrangement);
      yield head(cover, printStyle(running(cover, book), arrangement)).html;
      yield coverPage(cover).html;
      yield contentsPage(arrangement).html;
      yield* pieces(schedule(arrangement, (chapter) => scheduleRows(chapter, arrangement, records, schema)));
      for (const chapter of arrangement.chapters) yield* pieces(chapterOf(chapter, arrangement, records, schema));
      yield* pieces(sources(arrangement, (chapter) => sourceRows(chapter, records)));
      yield* pieces(absent(summary, arrangement, absentRows(failures())));
      yield about(summary, arrangement).html;
      yield '</main>\n</body>\n</html>\n';
    },
  };
}

async function* chapterOf(
  chapter: Chapter,
  arrangement: Arrangement,
  records: (items: readonly string[]) => AsyncIterable<StoredProduct>,
  schema: RecordSchema,
): AsyncGenerator<Markup> {
  const id = `chapter-${chapter.number}`;
  yield markup`<section class="chapter ${id}" aria-labelledby="${id}">\n<h2 id="${id}" dir="auto">${chapterTitle(chapter, arrangement)}</h2>\n`;
  yield elsewhere(chapter);
  for await (const { entry, product } of inOrder(chapter.entries, records)) {
    yield sheetSection(sheetOf(product, schema), entry.sheet, arrangement);
  }
  yield markup`</section>\n`;
}

async function* pieces(markups: AsyncIterable<Markup>): AsyncGenerator<string> {
  for await (const { html } of markups) yield html;
}
