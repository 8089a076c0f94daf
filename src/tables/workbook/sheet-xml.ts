import { cellXml, columnName, formats, type SheetCell, textXml } from './cell-xml.ts';
import { declaration, main, type Relationship, relationships } from './parts.ts';

export type SheetColumn = {
  readonly header: string;
  /** In characters of the usual font. */
  readonly width: number;
};

/** A table in a workbook: a header that stays in sight, and rows that can be filtered. */
export type Sheet = {
  /** At most 31 characters, without any of `[]:*?/\`. */
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: AsyncIterable<readonly SheetCell[]>;
};

/** Excel's limits: cells of a sheet that lead somewhere, and characters of an address. What is over is only text. */
const mostLinks = 65_530;
const longestLink = 2_079;

/** The sheet's XML in pieces; what its cells lead to is collected in `links`, which so stays bounded. */
export async function* sheetXml(sheet: Sheet, links: Relationship[]): AsyncGenerator<string> {
  const names = sheet.columns.map((_, index) => columnName(index));
  const linked: string[] = [];
  let row = 1;
  yield beginning(sheet) + headerRow(sheet, names);
  for await (const cells of sheet.rows) {
    row += 1;
    const written = cells.map((cell, index) => {
      const reference = `${names[index]}${row}`;
      if (typeof cell !== 'object' || !('link' in cell)) return cellXml(cell, reference);
      const address = webAddress(cell.link);
      if (address === undefined || links.length === mostLinks) return cellXml(cell.text, reference);
      links.push({ type: 'hyperlink', target: address, external: true });
      linked.push(`<hyperlink ref="${reference}" r:id="rId${links.length}"/>`);
      return cellXml(cell, reference);
    });
    yield `<row r="${row}">${written.join('')}</row>`;
  }
  const filter = `<autoFilter ref="A1:${names.at(-1) ?? 'A'}${row}"/>`;
  const hyperlinks = linked.length === 0 ? '' : `<hyperlinks>${linked.join('')}</hyperlinks>`;
  yield `</sheetData>${filter}${hyperlinks}</worksheet>`;
}

function beginning({ columns }: Sheet): string {
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  return (
    `${declaration}<worksheet xmlns="${main}" xmlns:r="${relationships}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<sheetFormatPr defaultRowHeight="15"/><cols>${widths.join('')}</cols><sheetData>`
  );
}

function headerRow({ columns }: Sheet, names: readonly string[]): string {
  const cells = columns.map(({ header }, index) => textXml(header, `${names[index]}1`, formats.header));
  return `<row r="1">${cells.join('')}</row>`;
}

/** Only addresses of the web are led to: a page may have put anything into a value. */
function webAddress(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/u.test(url.protocol)) return undefined;
  return url.href.length > longestLink ? undefined : url.href;
}
