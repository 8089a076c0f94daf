import { createHash } from 'node:crypto';
import type { Item } from '#core/item.ts';
import type { Json } from '#core/json.ts';
import { toPipelineError } from '#core/pipeline-error.ts';
import type { SourcePlace, SourceRow } from '#core/run-store.ts';
import type { ProductInput } from '#pipelines/specbook/record.ts';
import { normaliseUrl } from '#scraping/normalise-url.ts';
import { redactText } from '#scraping/redact-url.ts';
import type { TableSettings } from '#tables/columns.ts';
import { readTableFile } from '#tables/read-file.ts';
import type { TableRow } from '#tables/row.ts';
import type { InputFile } from './input-files.ts';
import type { Workspace } from './workspace.ts';

/** How the files of the input are read: what does not depend on the file. */
export type Reading = Omit<TableSettings, 'name'>;

/** Makes the address of an item of what somebody wrote. */
export type Addressing = (text: string) => URL;

/** The address as it is stored and compared: normalised, and without a credential that could be read. */
export function storedAddress({ sealer }: Pick<Workspace, 'sealer'>): Addressing {
  return (text) => sealer.seal(normaliseUrl(text));
}

/** The same for an input, with what is to be said about its addresses in the end. */
export function inputAddresses(workspace: Pick<Workspace, 'sealer'>) {
  const address = storedAddress(workspace);
  let withUser = 0;
  return {
    stored: ((text) => {
      if (/^\s*(?:https?:)?\/\/[^/?#]*@/iu.test(text)) withUser += 1;
      return address(text);
    }) satisfies Addressing,
    warnings: (): readonly string[] =>
      withUser === 0
        ? []
        : [
            `a user name or password before the host was left out of ${withUser} of the addresses: for sites that ask ` +
              'for one, put it into a file that --credentials names (docs/inputs.md)',
          ],
  };
}

/**
 * The rows of the files, one after the other, as items. A bad row becomes a row with a reason. Rows say which file
 * they are of when there are several. The first row of each file is read here, so that a file that cannot be used is
 * known before anything is done.
 *
 * @throws PipelineError `config` when a file cannot be read, or it is not clear where its URLs are.
 */
export async function fileSource(
  files: readonly InputFile[],
  reading: Reading,
  addressing: Addressing = normaliseUrl,
): Promise<AsyncIterable<SourceRow>> {
  for (const file of files) {
    for await (const _ of tableRows(file, reading)) break;
  }
  return (async function* () {
    for (const file of files) {
      yield* sourceRows(tableRows(file, reading), files.length > 1 ? file.name : undefined, addressing);
    }
  })();
}

function tableRows({ path, name }: InputFile, reading: Reading): AsyncGenerator<TableRow> {
  return readTableFile(path, { ...reading, name, wellKnown: true });
}

/** @param source what the rows' file is called, when there are several. */
export async function* sourceRows(
  rows: AsyncIterable<TableRow> | Iterable<TableRow>,
  source?: string,
  addressing: Addressing = normaliseUrl,
): AsyncGenerator<SourceRow> {
  for await (const row of rows) {
    const place = source === undefined ? { line: row.line } : { line: row.line, source };
    if (row.ok) yield sourceRow(place, row.url, row.columns, addressing);
    else yield { ...place, reason: redactText(row.reason) };
  }
}

function sourceRow(
  place: SourcePlace,
  address: string,
  columns: Readonly<Record<string, string>>,
  addressing: Addressing,
): SourceRow {
  try {
    return { ...place, item: productItem(addressing(address), columns) };
  } catch (error) {
    const { category, message } = toPipelineError(error);
    if (category === 'internal') throw error;
    return { ...place, reason: `${category}: ${message}` };
  }
}

/** The same page is the same item, however its URL is written. Scheduled by host. */
function productItem(url: URL, columns: Readonly<Record<string, string>>): Item<Json> {
  const input: ProductInput = { url: url.href, columns };
  return { id: itemIdOf(url), key: url.host, input };
}

/**
 * The identity of a normalised address: 24 hexadecimal digits. 96 bits: among a million pages, two share one with a
 * probability of 1e-17.
 */
export function itemIdOf(url: URL): string {
  return createHash('sha256').update(url.href).digest('hex').slice(0, 24);
}
