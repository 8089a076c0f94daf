import type { AnswerCache, AnswerKey } from '#llm/answer-cache.ts';
import type { CompletionResult } from '#llm/language-model.ts';
import type { CacheDatabase } from './cache-database.ts';

/** Answers with what they used and cost, each a row: there is none without its price. */
export function sqliteAnswerCache({ db, commits }: CacheDatabase): AnswerCache {
  const matching = (key: AnswerKey) =>
    db
      .selectFrom('answers')
      .selectAll()
      .where('document', '=', key.document)
      .where('provider', '=', key.provider)
      .where('model', '=', key.model)
      .where('parameters', '=', key.parameters)
      .where('prompt', '=', key.prompt)
      .where('schema', '=', key.schema)
      .where('repeat', '=', key.repeat)
      .executeTakeFirst();
  return {
    get: async (key) => {
      const row = await matching(key);
      if (row === undefined) return undefined;
      const { run, item, answered_at: at } = row;
      return { result: JSON.parse(row.result) as CompletionResult, run, item, at };
    },
    put: async (key, { result, run, item, at }) => {
      const row = { ...key, result: JSON.stringify(result), run, item, answered_at: at };
      await commits.write((transaction) => transaction.replaceInto('answers').values(row).execute());
    },
  };
}
