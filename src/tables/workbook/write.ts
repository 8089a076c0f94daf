import { strToU8, Zip, ZipDeflate } from 'fflate';
import { contentTypesXml, type Relationship, relationshipsXml, stylesXml, workbookXml } from './parts.ts';
import { type Sheet, sheetXml } from './sheet-xml.ts';

/** Characters of XML that are compressed at a time. */
const pieceSize = 64 * 1024;

/**
 * An XLSX workbook (ECMA-376) in pieces, as its rows are read: nothing but the sheets' links is held in memory.
 * One piece is compressed at a time, so a long table does not hold up everything else.
 */
export async function* workbookBytes(sheets: readonly Sheet[]): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error !== null) throw error;
    ready.push(bytes);
  });
  const taken = () => {
    const bytes = ready;
    ready = [];
    return bytes;
  };
  for (const [path, text] of fixedParts(sheets)) {
    add(zip, path).push(strToU8(text), true);
    yield* taken();
  }
  for (const [index, sheet] of sheets.entries()) {
    const links: Relationship[] = [];
    const part = add(zip, `xl/worksheets/sheet${index + 1}.xml`);
    for await (const piece of gathered(sheetXml(sheet, links))) {
      part.push(strToU8(piece));
      yield* taken();
    }
    part.push(new Uint8Array(), true);
    if (links.length > 0) {
      add(zip, `xl/worksheets/_rels/sheet${index + 1}.xml.rels`).push(strToU8(relationshipsXml(links)), true);
    }
    yield* taken();
  }
  zip.end();
  yield* taken();
}

function fixedParts(sheets: readonly Sheet[]): readonly (readonly [string, string])[] {
  const ofWorkbook = [
    ...sheets.map((_, index) => ({ type: 'worksheet', target: `worksheets/sheet${index + 1}.xml` })),
    { type: 'styles', target: 'styles.xml' },
  ];
  return [
    ['[Content_Types].xml', contentTypesXml(sheets.length)],
    ['_rels/.rels', relationshipsXml([{ type: 'officeDocument', target: 'xl/workbook.xml' }])],
    ['xl/workbook.xml', workbookXml(sheets.map(({ name }) => name))],
    ['xl/_rels/workbook.xml.rels', relationshipsXml(ofWorkbook)],
    ['xl/styles.xml', stylesXml],
  ];
}

function add(zip: Zip, path: string): ZipDeflate {
  const part = new ZipDeflate(path);
  // The time would make two files of the same records differ.
  part.mtime = new Date(1980, 0, 2);
  zip.add(part);
  return part;
}

async function* gathered(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < pieceSize) continue;
    yield text;
    text = '';
  }
  yield text;
}
