import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import type { Item } from '#core/item.ts';
import type { Json } from '#core/json.ts';
import { PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import type { SourceRow } from '#core/run-store.ts';
import type { ProductInput } from '#pipelines/specbook/record.ts';
import { normaliseUrl } from '#scraping/normalise-url.ts';
import { readTable } from '#tables/read.ts';
import type { TableRow } from '#tables/row.ts';

/**
 * The rows of an input file, as items. A bad row becomes a row with a reason. The first row is read here, so that
 * a file that cannot be used is known before anything is done.
 *
 * @throws PipelineError `config` when the file cannot be read, or it is not clear where its URLs are.
 */
export async function fileSource(path: string, urlColumn: string | undefined): Promise<AsyncIterable<SourceRow>> {
  try {
    await access(path, constants.R_OK);
  } catch (cause) {
    throw new PipelineError('config', `run.input (--input): cannot read ${path}`, { cause });
  }
  const settings = urlColumn === undefined ? { name: path } : { name: path, urlColumn };
  return begun(sourceRows(readTable(createReadStream(path), settings)));
}

/** The same rows, of which the first has been read already. */
async function begun(rows: AsyncGenerator<SourceRow>): Promise<AsyncIterable<SourceRow>> {
  const first = await rows.next();
  return (async function* () {
    if (first.done === true) return;
    yield first.value;
    yield* rows;
  })();
}

export async function* sourceRows(rows: AsyncIterable<TableRow> | Iterable<TableRow>): AsyncGenerator<SourceRow> {
  for await (const row of rows) {
    if (row.ok) yield sourceRow(row.line, row.url, row.columns);
    else yield { line: row.line, reason: row.reason };
  }
}

function sourceRow(line: number, address: string, columns: Readonly<Record<string, string>>): SourceRow {
  try {
    return { line, item: productItem(address, columns) };
  } catch (error) {
    const { category, message } = toPipelineError(error);
    if (category === 'internal') throw error;
    return { line, reason: `${category}: ${message}` };
  }
}

/** The same page is the same item, however its URL is written. Scheduled by host. */
function productItem(address: string, columns: Readonly<Record<string, string>>): Item<Json> {
  const url = normaliseUrl(address);
  const input: ProductInput = { url: url.href, columns };
  // 96 bits: among a million pages, two share an identity with a probability of 1e-17.
  const id = createHash('sha256').update(url.href).digest('hex').slice(0, 24);
  return { id, key: url.host, input };
}
