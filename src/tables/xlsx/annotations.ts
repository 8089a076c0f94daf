import type { Archive } from './archive.ts';
import { cellPosition } from './position.ts';
import { readRelationships, relationshipId, type Sheet } from './workbook.ts';
import { parseWholeXml } from './xml.ts';

/** What a sheet says of its cells after all of them, by `column,row` (the column from 0, the row from 1). */
export type Annotations = {
  /** The address that a cell links to. */
  readonly links: ReadonlyMap<string, string>;
  /** The last row of cells that are merged downwards, by the first of them. */
  readonly merged: ReadonlyMap<string, number>;
};

const largestSheet = 2_000_000_000;
/** Links and merged ranges, each: a sheet of Excel has at most 65,530 links. More are left out. */
const most = 200_000;

/**
 * Goes through the whole sheet for what stands at its end; its cells are passed over.
 *
 * @throws PipelineError `config` when the sheet is missing, damaged or too large.
 */
export async function readAnnotations(archive: Archive, sheet: Sheet, name: string): Promise<Annotations> {
  const relationships = await readRelationships(archive, sheet.path, name);
  const links = new Map<string, string>();
  const merged = new Map<string, number>();
  const open = (tag: string, attributes: Readonly<Record<string, string>>) => {
    if (tag !== 'hyperlink' && tag !== 'mergeCell') return;
    const [from, to = from] = (attributes['ref'] ?? '').split(':').map(cellPosition);
    if (from === undefined || to === undefined) return;
    if (tag === 'mergeCell') {
      if (to.row > from.row && merged.size < most) merged.set(`${from.column},${from.row}`, to.row);
      return;
    }
    const target = relationships.get(relationshipId(attributes))?.target;
    if (target === undefined) return;
    for (let row = from.row; row <= to.row && links.size < most; row += 1) links.set(`${from.column},${row}`, target);
  };
  await parseWholeXml(archive.read(sheet.path, largestSheet), { open }, name);
  return { links, merged };
}
