import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openRunDatabase } from './run-database.ts';

export type LeftBehind = {
  readonly settled: number;
  readonly finished: boolean;
  /** The paths of the pages in the cache. */
  readonly pages: readonly string[];
  /** The questions of the answers in the cache, by their hashes. */
  readonly answers: readonly string[];
  /** How many of them are of items whose extraction is not kept: whoever goes on with these needs the answers. */
  readonly answersInCacheOnly: number;
};

/**
 * What a killed process left in its data directory. Read from a copy, so that it is the resumed process that finds the files as they were left.
 */
export async function leftBehind(data: string, copy: string): Promise<LeftBehind> {
  await mkdir(copy);
  for (const file of ['runs.sqlite', 'runs.sqlite-wal', 'cache.sqlite', 'cache.sqlite-wal']) {
    // A file that was never written, or was folded into the main one, is not there.
    if (existsSync(join(data, file))) await cp(join(data, file), join(copy, file));
  }
  const run = openRunDatabase(copy);
  const cache = new DatabaseSync(join(copy, 'cache.sqlite'));
  try {
    const pages = cache.prepare('select url, final_url from pages').all();
    const addresses = pages.flatMap((page) => [String(page['url']), String(page['final_url'])]);
    const answers = cache.prepare('select document, item from answers').all();
    const open = run.openWithout('llm_extraction');
    const paths = new Set(addresses.map((address) => new URL(address).pathname));
    return {
      settled: run.settled(),
      finished: run.finished(),
      pages: [...paths],
      answers: answers.map((row) => String(row['document'])),
      answersInCacheOnly: answers.filter((row) => open.has(String(row['item']))).length,
    };
  } finally {
    run.close();
    cache.close();
  }
}
