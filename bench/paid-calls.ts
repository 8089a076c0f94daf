import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What the stores of a data directory that holds one run say of its calls of models. Money in nano-dollars. */
export type PaidCalls = {
  /** The item that each answered question belongs to; a question is the SHA-256 of what the user says in it. */
  readonly itemOf: ReadonlyMap<string, string>;
  /** What each of the kept answers cost, by question. */
  readonly costOf: ReadonlyMap<string, number>;
  /** What the calls on record cost, by item. */
  readonly costs: ReadonlyMap<string, readonly number[]>;
  /** The account of the run. */
  readonly balance: { readonly spent: number; readonly uncertain: number; readonly reserved: number };
};

export function readPaidCalls(dataDirectory: string): PaidCalls {
  const [run, cache] = ['runs.sqlite', 'cache.sqlite'].map(
    (file) => new DatabaseSync(join(dataDirectory, file), { readOnly: true }),
  );
  if (run === undefined || cache === undefined) throw new Error('no stores');
  try {
    const answers = cache
      .prepare("select document, item, json_extract(result, '$.cost.amount') as cost from answers")
      .all();
    const calls = run
      .prepare(
        `select items.id as item, json_extract(attributes, '$.cost_nano_dollars') as cost
         from facts join items on items.number = facts.item where facts.kind = 'model_call'`,
      )
      .all();
    const account = run.prepare("select spent, uncertain, reserved from budget_accounts where key like 'run:%'").get();
    const byItem = Map.groupBy(calls, ({ item }) => String(item));
    return {
      itemOf: new Map(answers.map(({ document, item }) => [String(document), String(item)])),
      costOf: new Map(answers.map(({ document, cost }) => [String(document), Number(cost)])),
      costs: new Map([...byItem].map(([item, rows]) => [item, rows.map(({ cost }) => Number(cost))])),
      balance: {
        spent: Number(account?.['spent'] ?? 0),
        uncertain: Number(account?.['uncertain'] ?? 0),
        reserved: Number(account?.['reserved'] ?? 0),
      },
    };
  } finally {
    run.close();
    cache.close();
  }
}
