import { join } from 'node:path';
import { type CacheDatabase, openCache } from '#cache/cache-database.ts';
import { sqliteBlobStore } from '#cache/sqlite-blob-store.ts';
import type { BlobStore } from '#core/blob-store.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { RunStore } from '#core/run-store.ts';
import type { SharedDocuments } from '#core/shared-documents.ts';
import type { TraceStore } from '#core/trace.ts';
import type { UrlSealer } from '#scraping/seal-url.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { sqliteSharedDocuments } from '#store/sqlite-shared-documents.ts';
import { makeFolder } from '#reports/make-folder.ts';
import { measure } from './catalogue.ts';
import { sealerOf } from './url-key.ts';

/** The file of the data directory that holds the runs. */
export const runsFile = 'runs.sqlite';

/** The folder beside it in which each process that is at work has a locked file. */
export const ownersFolder = 'owners';

/** The file beside it that holds the pages. */
export const cacheFile = 'cache.sqlite';

/** The file beside them in which processes agree on the limits of models. */
export const limitsFile = 'limits.sqlite';

/** The data directory, opened: runs, and beside them the pages. */
export type Workspace = {
  readonly directory: string;
  readonly store: RunStore;
  readonly traces: TraceStore;
  readonly cache: CacheDatabase;
  readonly blobs: BlobStore;
  /** What models' limits amount to, for all processes that use the directory. */
  readonly limits: SharedDocuments;
  /** For addresses that hold credentials. */
  readonly sealer: UrlSealer;
  close(): Promise<void>;
};

/**
 * @param maxCacheBytes what the cache may take: settings say it, and only runs make it grow.
 * @throws PipelineError `store` when the directory cannot be made or its files cannot be opened.
 */
export function openWorkspace(directory: string, maxCacheBytes = Infinity): Workspace {
  try {
    makeFolder(directory);
  } catch (cause) {
    throw new PipelineError('store', `run.dataDirectory (--data): cannot make ${directory}: ${String(cause)}`, {
      cause,
    });
  }
  const store = sqliteRunStore(join(directory, runsFile), { measure });
  const cache = openCache(join(directory, cacheFile));
  const limits = sqliteSharedDocuments(join(directory, limitsFile));
  return {
    directory,
    store,
    traces: store.traces,
    cache,
    blobs: sqliteBlobStore(cache, maxCacheBytes),
    limits,
    sealer: sealerOf(directory),
    close: async () => {
      await store.close();
      await cache.db.destroy();
      await limits.close();
    },
  };
}
