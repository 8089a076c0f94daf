import type { DatabaseSync } from 'node:sqlite';
import type { Fact } from '#core/fact.ts';

/**
 * Writes facts of a run, given by its number, within a transaction. A fact that is there already is the same fact told
 * twice: it changes nothing, and is not among those given back.
 */
export type FactWriter = (run: number, facts: readonly Fact[]) => readonly Fact[];

/** Without Kysely: facts are most of what a run writes, and every answer of a model waits for its own. */
export function factWriter(file: DatabaseSync): FactWriter {
  const insert = file.prepare(`insert or ignore into facts
    (run, item, round, kind, stage, iteration, attempt, at, duration, outcome, attributes, events)
    values (?, (select number from items where run = ? and id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  return (run, facts) =>
    facts.filter((fact) => {
      const { item, round, kind, stage, iteration, attempt, at, duration, outcome } = fact;
      const attributes = JSON.stringify(fact.attributes);
      const events = fact.events === undefined ? null : JSON.stringify(fact.events);
      const about = [round, kind, stage, iteration, attempt, at, duration, outcome, attributes, events];
      return Number(insert.run(run, run, item, ...about).changes) > 0;
    });
}
