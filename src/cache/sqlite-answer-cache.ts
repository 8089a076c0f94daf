import { createHash } from 'node:crypto';
import type { AnswerCache, AnswerKey } from '#llm/answer-cache.ts';
import type { CompletionResult } from '#llm/language-model.ts';
import type { CacheDatabase } from './cache-database.ts';

/** Answers with what they used and cost, each a row: there is none without its price. */
export function sqliteAnswerCache({ db, commits }: CacheDatabase): AnswerCache {
  return {
    get: async (key) => {
      const row = await db
        .selectFrom('answers')
        .select(['result', 'run', 'item', 'answered_at'])
        .where('key', '=', hash(key))
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { run, item, answered_at: at } = row;
      return { result: JSON.parse(row.result) as CompletionResult, run, item, at };
    },
    put: async (key, { result, run, item, at }) => {
      const row = { key: hash(key), ...key, result: JSON.stringify(result), run, item, answered_at: at };
      await commits.write((transaction) => transaction.replaceInto('answers').values(row).execute());
    },
  };
}

function hash(key: AnswerKey): string {
  const { provider, model, parameters, prompt, document, schema, repeat } = key;
  const parts = [provider, model, parameters, prompt, document, schema, repeat];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
