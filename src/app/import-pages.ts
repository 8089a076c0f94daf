import { access, constants, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sqlitePageCache } from '#cache/sqlite-page-cache.ts';
import { PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import { resultsContentType } from '#html/results.ts';
import type { PageCache } from '#scraping/page-cache.ts';
import { readTableFile } from '#tables/read-file.ts';
import { type Addressing, storedAddress } from './source.ts';
import { systemClock } from './system.ts';
import type { Workspace } from './workspace.ts';

export type Imported = {
  readonly imported: number;
  /** Rows left alone because the cache has a page for them already. */
  readonly kept: number;
  readonly problems: readonly { readonly line: number; readonly problem: string }[];
};

/** A page saved by hand, under the URL that it was saved from. @throws PipelineError `config`, `invalid_url` */
export async function importPage(workspace: Workspace, url: string, file: string): Promise<void> {
  await put(placeFor(workspace), url, await readSaved(file), 'text/html');
}

/**
 * Pages saved by hand, listed in a table: a URL column, and a column `file` with paths relative to the table.
 * A row that cannot be imported is reported and does not stop the others.
 */
export async function importManifest(workspace: Workspace, path: string): Promise<Imported> {
  const place = placeFor(workspace);
  return importRows(path, async (url, columns) => {
    const file = columnNamed(columns, /^(file|path|html[ _]?file)$/iu);
    if (file === undefined)
      throw new PipelineError('config', 'expected a column "file" with the path of the saved page');
    const type = columnNamed(columns, /^content[ _-]?type$/iu) ?? 'text/html';
    await put(
      place,
      url,
      await readSaved(resolve(dirname(path), file)),
      type,
      columnNamed(columns, /^final[ _]?url$/iu),
    );
    return 'imported';
  });
}

/**
 * Results of an earlier tool: a URL column, and beside it either the page itself (a column `html`), or what the
 * tool found (any columns), which then stands in for the page. What was fetched before is worth more and stays.
 */
export async function importResults(workspace: Workspace, path: string): Promise<Imported> {
  const place = placeFor(workspace);
  return importRows(path, async (url, columns) => {
    if ((await place.cache.get(place.address(url).href)) !== undefined) return 'kept';
    const html = columnNamed(columns, /^(html|page[ _]?html|raw[ _]?html|content)$/iu);
    const found = Object.fromEntries(Object.entries(columns).filter(([, value]) => value.trim() !== ''));
    if (html === undefined && Object.keys(found).length === 0)
      throw new PipelineError('config', 'the row holds no results');
    if (html === undefined) await put(place, url, Buffer.from(JSON.stringify(found)), resultsContentType);
    else await put(place, url, Buffer.from(html), 'text/html; charset=utf-8');
    return 'imported';
  });
}

type Place = { readonly cache: PageCache; readonly address: Addressing };

const placeFor = (workspace: Workspace): Place => ({
  cache: sqlitePageCache(workspace.cache, workspace.blobs),
  address: storedAddress(workspace),
});

async function importRows(
  path: string,
  importRow: (url: string, columns: Readonly<Record<string, string>>) => Promise<'imported' | 'kept'>,
): Promise<Imported> {
  const counts = { imported: 0, kept: 0 };
  const problems: { line: number; problem: string }[] = [];
  for await (const row of readTableFile(path, { name: path })) {
    if (!row.ok) {
      problems.push({ line: row.line, problem: row.reason });
      continue;
    }
    try {
      counts[await importRow(row.url, row.columns)] += 1;
    } catch (error) {
      const { category, message } = toPipelineError(error);
      if (category === 'internal' || category === 'store') throw error;
      problems.push({ line: row.line, problem: message });
    }
  }
  return { ...counts, problems };
}

async function put(
  { cache, address }: Place,
  given: string,
  body: Uint8Array,
  contentType: string,
  finalUrl?: string,
): Promise<void> {
  const url = address(given).href;
  await cache.put({
    url,
    finalUrl: finalUrl === undefined ? url : address(finalUrl).href,
    status: 200,
    headers: { 'content-type': contentType },
    body,
    fetchedAt: systemClock.now(),
    fetcher: 'import',
  });
}

async function readSaved(file: string): Promise<Uint8Array> {
  await readable(file);
  const body = uncompressed(await readFile(file), file);
  if (body.byteLength === 0) throw new PipelineError('config', `${file} is empty`);
  return body;
}

/** Bytes: what a saved page may come to. */
const largestPage = 100_000_000;

/** Pages are often archived as .gz; the two bytes they begin with are in no HTML. */
function uncompressed(body: Uint8Array, file: string): Uint8Array {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  try {
    return gunzipSync(body, { maxOutputLength: largestPage });
  } catch (cause) {
    throw new PipelineError('config', `${file} is not a complete gzip file, or larger than 100 MB`, { cause });
  }
}

async function readable(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch (cause) {
    throw new PipelineError('config', `cannot read ${file}`, { cause });
  }
}

function columnNamed(columns: Readonly<Record<string, string>>, pattern: RegExp): string | undefined {
  const entry = Object.entries(columns).find(([name, value]) => pattern.test(name.trim()) && value.trim() !== '');
  return entry?.[1];
}
