import { PipelineError } from '#core/pipeline-error.ts';
import type { Archive } from './archive.ts';
import { attribute, parseWholeXml } from './xml.ts';

/** What is needed of a workbook to read one of its sheets. */
export type Workbook = {
  readonly sheets: readonly Sheet[];
  readonly since1904: boolean;
  readonly texts: readonly string[];
  /** The id of the number format, by the number of the cell's style. */
  readonly formatIds: readonly number[];
  readonly formats: ReadonlyMap<number, string>;
};

export type Sheet = { readonly name: string; readonly hidden: boolean; readonly path: string };

export type Relationship = { readonly target: string; readonly type: string };

/** Bytes of XML. The texts of the workbook are the only ones that it takes to hold in memory. */
const limits = { part: 64_000_000, texts: 256_000_000 };
/** Characters of all texts together, which is about twice as many bytes of memory. */
const mostText = 100_000_000;

/** @throws PipelineError `config` when a part that a workbook needs is missing, damaged or too large. */
export async function readWorkbook(archive: Archive, name: string): Promise<Workbook> {
  const main = await mainPart(archive, name);
  const relationships = await readRelationships(archive, main, name);
  const sheets: Sheet[] = [];
  let since1904 = false;
  const open = (tag: string, attributes: Readonly<Record<string, string>>) => {
    if (tag === 'workbookPr') since1904 = /^(?:1|true)$/u.test(attributes['date1904'] ?? '');
    if (tag !== 'sheet') return;
    const relationship = relationships.get(relationshipId(attributes));
    if (relationship === undefined || !relationship.type.endsWith('/worksheet')) return;
    const hidden = /hidden/iu.test(attributes['state'] ?? '');
    sheets.push({ name: attributes['name'] ?? '', hidden, path: relationship.target });
  };
  await parseWholeXml(archive.read(main, limits.part), { open }, name);
  const part = (type: string) => [...relationships.values()].find((one) => one.type.endsWith(type))?.target;
  const texts = await readTexts(archive, part('/sharedStrings'), name);
  return { sheets, since1904, texts, ...(await readStyles(archive, part('/styles'), name)) };
}

/** `r:id`, which must not be taken for `sheetId`, whatever the prefix. */
export function relationshipId(attributes: Readonly<Record<string, string>>): string {
  return attribute(attributes, 'id') ?? '';
}

async function mainPart(archive: Archive, name: string): Promise<string> {
  if (!archive.has('_rels/.rels') || !archive.has('[Content_Types].xml')) {
    const known = archive.has('mimetype') ? 'an OpenDocument spreadsheet' : 'a ZIP archive';
    throw new PipelineError('config', `${name} is ${known}, not an .xlsx workbook; save the table as .xlsx or CSV`);
  }
  const relationships = await readRelationships(archive, '', name);
  const main = [...relationships.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target;
  if (main === undefined || !/\.xml$/iu.test(main) || main.startsWith('word/') || main.startsWith('ppt/')) {
    throw new PipelineError('config', `${name} is not an .xlsx workbook; save the table as .xlsx or CSV`);
  }
  return main;
}

/** What a part points to, by id: paths within the archive, and addresses outside as they are. */
export async function readRelationships(
  archive: Archive,
  part: string,
  name: string,
): Promise<ReadonlyMap<string, Relationship>> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const file = `${folder}_rels/${part.slice(folder.length)}.rels`;
  const found = new Map<string, Relationship>();
  if (!archive.has(file)) return found;
  const open = (tag: string, attributes: Readonly<Record<string, string>>) => {
    const { Id: id, Target: target, Type: type = '', TargetMode: mode } = attributes;
    if (tag !== 'Relationship' || id === undefined || target === undefined) return;
    found.set(id, { type, target: mode === 'External' ? target : resolved(folder, target) });
  };
  await parseWholeXml(archive.read(file, limits.part), { open }, name);
  return found;
}

function resolved(folder: string, target: string): string {
  return new URL(target, `file:///${folder}`).pathname.slice(1);
}

async function readTexts(archive: Archive, path: string | undefined, name: string): Promise<readonly string[]> {
  const texts: string[] = [];
  if (path === undefined || !archive.has(path)) return texts;
  const collected = textCollector();
  let length = 0;
  const close = (tag: string) => {
    collected.close(tag);
    if (tag !== 'si') return;
    const text = collected.take();
    length += text.length + 20;
    if (length > mostText) {
      throw new PipelineError('config', `${name} holds more than ${mostText / 1e6} MB of text; save it as CSV`);
    }
    texts.push(text);
  };
  await parseWholeXml(archive.read(path, limits.texts), { ...collected, close }, name);
  return texts;
}

/** Gathers what stands in `<t>`, of rich text all runs, without the readings of Japanese words (`<rPh>`). */
export function textCollector() {
  let text = '';
  let inText = false;
  let inReading = false;
  return {
    open: (tag: string) => {
      if (tag === 'rPh') inReading = true;
      inText = tag === 't' && !inReading;
    },
    text: (more: string) => {
      if (inText) text += more;
    },
    close: (tag: string) => {
      if (tag === 'rPh') inReading = false;
      if (tag === 't') inText = false;
    },
    take: () => {
      const taken = unescaped(text);
      text = '';
      return taken;
    },
  };
}

/** Characters that XML cannot hold are written `_x000D_`: ECMA-376 part 1, 22.9.2.19. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(/_x([\dA-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

async function readStyles(archive: Archive, path: string | undefined, name: string) {
  const formats = new Map<number, string>();
  const formatIds: number[] = [];
  let inCellFormats = false;
  const open = (tag: string, attributes: Readonly<Record<string, string>>) => {
    if (tag === 'numFmt') formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? 'General');
    if (tag === 'cellXfs') inCellFormats = true;
    if (tag === 'xf' && inCellFormats) formatIds.push(Number(attributes['numFmtId'] ?? 0));
  };
  const close = (tag: string) => {
    if (tag === 'cellXfs') inCellFormats = false;
  };
  if (path !== undefined && archive.has(path)) {
    await parseWholeXml(archive.read(path, limits.part), { open, close }, name);
  }
  return { formats, formatIds };
}
