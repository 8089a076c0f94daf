import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from '#core/blob-store.ts';
import type { FailedItem } from '#core/run-store.ts';
import { onDisk, writeFileWhole } from './write-file.ts';
import { makeFolder } from './make-folder.ts';

const folder = 'snapshots';

/**
 * Stands before the page: no script of it runs when the file is opened, and nothing in it is sent anywhere.
 * With a doctype, or every page would be shown in quirks mode; the page's own is then ignored.
 */
const guard =
  '<!doctype html><meta http-equiv="Content-Security-Policy" content="' +
  "default-src 'none'; script-src 'none'; form-action 'none'; base-uri 'none'; " +
  "style-src 'unsafe-inline' https: http:; img-src data: https: http:; font-src data: https: http:" +
  '"><meta name="referrer" content="no-referrer">\n';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Writes the page that a failure kept as evidence, once for each distinct page, and gives its path relative to
 * the directory. Undefined when the failure has none, or the page is no longer in the store.
 */
export async function writeSnapshot(
  directory: string,
  failed: FailedItem,
  blobs: Pick<BlobStore, 'get'>,
): Promise<string | undefined> {
  const address = snapshotAddress(failed);
  if (address === undefined) return undefined;
  const relative = `${folder}/${address}.html`;
  const path = join(directory, relative);
  if (await exists(path)) return relative;
  const page = await blobs.get(address);
  if (page === undefined) return undefined;
  await onDisk(path, async () => makeFolder(join(directory, folder)));
  await writeFileWhole(path, guarded(page));
  return relative;
}

function snapshotAddress({ failure }: Pick<FailedItem, 'failure'>): string | undefined {
  const address = failure.details['snapshot'];
  return typeof address === 'string' && /^[\da-f]{64}$/.test(address) ? address : undefined;
}

/** Where `writeSnapshot` has put the failure's page, if it has. */
export async function findSnapshot(
  directory: string,
  failed: Pick<FailedItem, 'failure'>,
): Promise<string | undefined> {
  const address = snapshotAddress(failed);
  if (address === undefined) return undefined;
  const path = join(directory, folder, `${address}.html`);
  return (await exists(path)) ? path : undefined;
}

async function* guarded(page: Uint8Array): AsyncGenerator<Uint8Array> {
  const hasMark = byteOrderMark.equals(page.subarray(0, 3));
  if (hasMark) yield byteOrderMark;
  yield Buffer.from(guard);
  yield hasMark ? page.subarray(3) : page;
}

async function exists(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined;
}
