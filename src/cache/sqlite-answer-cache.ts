import { hash } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import type { AnswerCache, AnswerKey } from '#llm/answer-cache.ts';
import type { CompletionResult } from '#llm/language-model.ts';
import type { CacheDatabase } from './cache-database.ts';
import { evictor } from './evict.ts';

/**
 * Answers with what they used and cost, each a row: there is none without its price.
 *
 * @param maxBytes of the whole cache, beyond which what can best be done without is dropped.
 */
export function sqliteAnswerCache(cache: CacheDatabase, maxBytes = Infinity): AnswerCache {
  const { file, db, commits } = cache;
  const put = file.prepare(keep);
  const wasPut = evictor(cache, maxBytes);
  return {
    get: async (key) => {
      const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(find, [addressOf(key)]));
      const [row] = rows;
      if (row === undefined) return undefined;
      const { run, item, answered_at: at } = row;
      return { result: JSON.parse(row.result) as CompletionResult, run, item, at };
    },
    put: async (key, { result, run, item, at }) => {
      const { provider, model, parameters, prompt, document, schema, repeat } = key;
      const about = [provider, model, parameters, prompt, document, schema, repeat];
      const row = [addressOf(key), ...about, JSON.stringify(result), run, item, at];
      await commits.write(() => void put.run(...row));
      await wasPut();
    },
  };
}

type Row = { readonly result: string; readonly run: string; readonly item: string; readonly answered_at: number };

// Written once, because they are on the way of every call: the query builder takes longer to write them.
const find = 'select result, run, item, answered_at from answers where key = ?';
const keep = `insert or replace into answers
  (key, provider, model, parameters, prompt, document, schema, repeat, result, run, item, answered_at)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** A key is looked for, and then kept. */
const addresses = new WeakMap<AnswerKey, string>();

function addressOf(key: AnswerKey): string {
  const { provider, model, parameters, prompt, document, schema, repeat } = key;
  const known = addresses.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify([provider, model, parameters, prompt, document, schema, repeat]);
  const address = hash('sha256', text, 'hex');
  addresses.set(key, address);
  return address;
}
