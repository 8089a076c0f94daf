import { type ColumnPlan, complaint, planColumns, type TableSettings } from './columns.ts';
import { cellOf, readJson } from './json-value.ts';
import { type Line, tooLong } from './lines.ts';
import type { TableRow } from './row.ts';

/** An element of a JSON text that should be a row, or why it could not be read. */
export type Element =
  | { readonly line: number; readonly value: unknown; readonly reason?: never }
  | { readonly line: number; readonly value?: never; readonly reason: string };

/** How many elements tell which columns there are: objects need not all have the same. */
const sampleSize = 100;

/**
 * Rows from JSON, one object (or a URL in quotes) a line.
 *
 * @throws PipelineError `config` when it is one document over several lines instead.
 */
export function readJsonLines(batches: AsyncIterable<readonly Line[]>, settings: TableSettings) {
  return jsonRows(elementsOf(oneEach(batches, settings)), settings);
}

/** A first line that does not end its object, and a second that does not begin one, are of the same object. */
async function* oneEach(batches: AsyncIterable<readonly Line[]>, settings: TableSettings) {
  let first: string | undefined;
  let checked = false;
  for await (const batch of batches) {
    for (const { number, text = '' } of checked ? [] : batch) {
      const line = text.trim();
      if (line === '' || checked) continue;
      checked = first !== undefined || line.endsWith('}');
      if (first !== undefined && !line.startsWith('{')) {
        const problem = 'one JSON object over several lines; expected one object a line, or one array of objects';
        throw complaint(settings, `line ${number - 1}: ${problem}`);
      }
      first = line;
    }
    yield batch;
  }
}

async function* elementsOf(batches: AsyncIterable<readonly Line[]>): AsyncGenerator<Element> {
  for await (const batch of batches) {
    for (const { number, text, problem } of batch) {
      if (text?.trim() === '') continue;
      if (text === undefined) yield { line: number, reason: tooLong };
      else if (problem !== undefined) yield { line: number, reason: problem };
      else {
        const read = readJson(text, 1);
        yield read.ok ? { line: number, value: read.value } : { line: number, reason: read.reason };
      }
    }
  }
}

/**
 * Rows from elements: an object with a URL in one of its fields, which is found as the column of a table is, or a
 * text that is the URL itself.
 *
 * @throws PipelineError `config` when no element can be a row, or no field holds the URLs.
 */
export async function* jsonRows(elements: AsyncIterable<Element>, settings: TableSettings): AsyncGenerator<TableRow> {
  const sample: Element[] = [];
  let toRow: ((element: Element) => TableRow) | undefined;
  for await (const element of elements) {
    if (toRow !== undefined) {
      yield toRow(element);
      continue;
    }
    sample.push(element);
    if (sample.length < sampleSize) continue;
    toRow = rowReader(sample, settings);
    yield* sample.map(toRow);
  }
  if (toRow === undefined) yield* sample.map(rowReader(sample, settings));
}

function rowReader(sample: readonly Element[], settings: TableSettings): (element: Element) => TableRow {
  const objects = sample.flatMap(({ value }) => (isObject(value) ? [value] : []));
  const usable = objects.length > 0 || sample.some(({ value }) => typeof value === 'string');
  if (!usable) throw complaint(settings, nothingUsable(sample));
  const header = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const plan = header.length === 0 ? undefined : planColumns(header, firstCells(header, objects), settings);
  const names = new Map<string, string>(
    plan === undefined ? [] : header.map((key, index) => [key, plan.names[index] ?? key]),
  );
  return (element) =>
    rowOf(element, plan === undefined ? undefined : { plan, urlKey: header[plan.urlColumn] ?? '', names });
}

function nothingUsable(sample: readonly Element[]): string {
  const [first] = sample;
  const problem = first?.reason ?? `an element is ${nameOf(first?.value)}`;
  return first === undefined
    ? 'the JSON holds no rows; expected objects with a URL'
    : `line ${first.line}: ${problem}; expected one object a line, or one array of objects or URLs`;
}

/** For each key the first value that is not empty: by these, the column with the URLs is known. */
function firstCells(header: readonly string[], objects: readonly Readonly<Record<string, unknown>>[]): string[] {
  return header.map((key) => {
    const holder = objects.find((object) => Object.hasOwn(object, key) && cellOf(object[key]).trim() !== '');
    return cellOf(holder?.[key]);
  });
}

type Plan = { readonly plan: ColumnPlan; readonly urlKey: string; readonly names: Map<string, string> };

function rowOf({ line, value, reason }: Element, plan: Plan | undefined): TableRow {
  if (reason !== undefined) return { line, ok: false, reason };
  if (typeof value === 'string' && value.trim() !== '') return { line, ok: true, url: value.trim(), columns: {} };
  if (!isObject(value) || plan === undefined) {
    return { line, ok: false, reason: `expected an object or a URL in quotes, found ${nameOf(value)}` };
  }
  const { urlKey, names } = plan;
  const url = Object.hasOwn(value, urlKey) ? value[urlKey] : undefined;
  if (typeof url !== 'string' || url.trim() === '') {
    return { line, ok: false, reason: `expected a URL in the field "${urlKey}", found ${nameOf(url)}` };
  }
  const columns = Object.entries(value).flatMap(([key, cell]) =>
    key === urlKey ? [] : [[nameFor(key, plan, names), cellOf(cell)] as const],
  );
  return { line, ok: true, url: url.trim(), columns: Object.fromEntries(columns) };
}

function nameFor(key: string, { plan }: Plan, names: Map<string, string>): string {
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = plan.nameOf(key);
  names.set(key, name);
  return name;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  if (value === undefined || value === '') return 'none';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value === 'string' ? 'text' : typeof value}`;
}
