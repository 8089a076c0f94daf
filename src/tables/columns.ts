import { PipelineError } from '#core/pipeline-error.ts';
import { normalised, wellKnownName } from './column-names.ts';
import { closest } from './did-you-mean.ts';
import { chooseUrlColumn } from './url-column.ts';

export type TableSettings = {
  /** What messages call the table: its file name. */
  readonly name: string;
  /** The header of the column with the URLs; found by name and content when it is not given. */
  readonly urlColumn?: string | undefined;
  /** The encoding of the text, when it cannot be told from the bytes. */
  readonly encoding?: string | undefined;
  /** The sheet of a workbook, by its name or its number from 1; the first one that is not hidden otherwise. */
  readonly sheet?: string | undefined;
  /** Headers by the name that their column is to have; `url` is that of the column with the URLs. */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  /** Whether well-known columns (room, section, item code, quantity) are given by those names. */
  readonly wellKnown?: boolean | undefined;
};

/** Which column holds the URLs, and what the others are called from here on. */
export type ColumnPlan = {
  readonly urlColumn: number;
  readonly names: readonly string[];
  /** The name of a column that the header did not have, where rows may have more (JSON). */
  nameOf(header: string): string;
};

/**
 * @param sample the cells of the first row, by which a column of URLs is known; empty when there is none.
 * @throws PipelineError `config` when a column that was asked for is missing, or none holds the URLs.
 */
export function planColumns(header: readonly string[], sample: readonly string[], settings: TableSettings): ColumnPlan {
  const wanted = wantedUrlColumn(settings);
  const found = wanted === undefined ? chooseUrlColumn(header, sample) : find(header, wanted.header);
  if (typeof found === 'string') throw complaint(settings, found);
  if (found === -1) throw complaint(settings, missing(wanted?.header ?? '', wanted?.flag ?? '', header));
  const taken = new Map<string, string>();
  for (const [name, wantedHeader] of Object.entries(settings.columns ?? {})) {
    if (name === 'url') continue;
    const index = find(header, wantedHeader);
    if (index !== -1) taken.set(name, header[index] ?? '');
    else if (!(settings.wellKnown === true && header.some((cell) => wellKnownName(cell) === name))) {
      throw complaint(settings, missing(wantedHeader, `--map ${name}=${wantedHeader}`, header));
    }
  }
  const nameOf = (cell: string) => nameFor(cell, taken, settings.wellKnown === true);
  const others = header.filter((_, index) => index !== found);
  // A column that has a well-known name already is that column, whatever else could be called so.
  for (const cell of others) if (wellKnownName(cell) === normalised(cell)) nameOf(cell);
  return { urlColumn: found, names: header.map((cell, index) => (index === found ? cell : nameOf(cell))), nameOf };
}

export function complaint(settings: Pick<TableSettings, 'name'>, problem: string): PipelineError {
  return new PipelineError('config', `${settings.name}: ${problem}`, { details: { file: settings.name } });
}

export function wantedUrlColumn({ urlColumn, columns }: TableSettings) {
  if (urlColumn !== undefined) return { header: urlColumn, flag: '--url-column' };
  const mapped = columns?.['url'];
  return mapped === undefined ? undefined : { header: mapped, flag: `--map url=${mapped}` };
}

/** @param taken which header has a name already, by the name; the new one is added. */
function nameFor(header: string, taken: Map<string, string>, wellKnown: boolean): string {
  for (const [name, owner] of taken) if (owner === header) return name;
  const known = wellKnown ? wellKnownName(header) : undefined;
  let name: string = known === undefined || taken.has(known) ? header : known;
  for (let copy = 2; taken.has(name); copy += 1) name = `${header} (${copy})`;
  taken.set(name, header);
  return name;
}

function find(header: readonly string[], wanted: string): number {
  const exact = header.indexOf(wanted);
  return exact === -1 ? header.findIndex((name) => normalised(name) === normalised(wanted)) : exact;
}

function missing(wanted: string, flag: string, header: readonly string[]): string {
  const close = closest(wanted, header);
  const guess = close === undefined ? '' : `; did you mean "${close}"?`;
  const separator = guess === '' ? '; the' : ' The';
  return `there is no column "${wanted}" (${flag})${guess}${separator} columns are: ${header.join(', ')}`;
}
