import { getElementsByTagName, textContent } from 'domutils';
import type { Document, Element } from 'domhandler';
import { strFromU8, unzipSync } from 'fflate';
import { parseDocument } from 'htmlparser2';

export type ReadCell = {
  /** As the file says: `inlineStr`, `b`, or `n`, which it leaves out. */
  readonly type: string;
  readonly text: string;
  readonly format: string;
  readonly link: string | undefined;
};

export type ReadSheet = {
  readonly name: string;
  readonly rows: readonly (readonly ReadCell[])[];
  readonly widths: readonly number[];
  readonly frozenRows: number;
  readonly filter: string | undefined;
  readonly formulas: number;
};

/** A workbook as its XML says, part by part, with a parser that shares nothing with what wrote it. */
export function readWorkbook(bytes: Uint8Array): readonly ReadSheet[] {
  const parts = unzipSync(bytes);
  const part = (path: string): Document | undefined => {
    const content = parts[path];
    return content === undefined ? undefined : parseDocument(strFromU8(content), { xmlMode: true });
  };
  const sheets = named('sheet', part('xl/workbook.xml'));
  return sheets.map((sheet, index) => {
    const relations = named('Relationship', part(`xl/worksheets/_rels/sheet${index + 1}.xml.rels`));
    const targets = new Map(relations.map(({ attribs }) => [attribs['Id'], attribs['Target']]));
    return readSheet(sheet.attribs['name'] ?? '', part(`xl/worksheets/sheet${index + 1}.xml`), targets);
  });
}

function readSheet(
  name: string,
  sheet: Document | undefined,
  targets: ReadonlyMap<string | undefined, string | undefined>,
): ReadSheet {
  const links = new Map(named('hyperlink', sheet).map(({ attribs }) => [attribs['ref'], targets.get(attribs['r:id'])]));
  const rows = named('row', sheet).map((row) => {
    const cells: ReadCell[] = [];
    for (const cell of named('c', row)) cells[place(cell.attribs['r'] ?? '')] = readCell(cell, links);
    return Array.from(cells, (cell) => cell ?? { type: '', text: '', format: '', link: undefined });
  });
  return {
    name,
    rows,
    widths: named('col', sheet).map(({ attribs }) => Number(attribs['width'])),
    frozenRows: Number(named('pane', sheet)[0]?.attribs['ySplit'] ?? 0),
    filter: named('autoFilter', sheet)[0]?.attribs['ref'],
    formulas: named('f', sheet).length,
  };
}

function readCell(cell: Element, links: ReadonlyMap<string | undefined, string | undefined>): ReadCell {
  const { r: reference, t: type = 'n', s: format = '0' } = cell.attribs;
  return { type, text: unescaped(textContent(cell)), format, link: links.get(reference) };
}

/** `_x000A_` is how a workbook writes a character that XML would lose. */
function unescaped(text: string): string {
  return text.replaceAll(/_x([\da-f]{4})_/giu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** The column of a reference: 0 for `A7`. */
function place(reference: string): number {
  const letters = /^[A-Z]+/u.exec(reference)?.[0] ?? '';
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function named(name: string, inside: Document | Element | undefined): readonly Element[] {
  return inside === undefined ? [] : getElementsByTagName(name, inside, true);
}
