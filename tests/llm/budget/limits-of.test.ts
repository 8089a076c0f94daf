import { describe, expect, test } from 'vitest';
import { accountKey } from '#core/budget.ts';
import { accountsAt } from '#llm/budget/limits.ts';
import { limitsOf } from '#llm/budget/limits-of.ts';
import { budgetSettings } from '#llm/budget/settings.ts';

const settings = (given: object) => budgetSettings.parse(given);

describe('limits', () => {
  test('are those that are set, to the nano-dollar', () => {
    expect(limitsOf(settings({}), [])).toEqual([]);
    const limits = limitsOf(settings({ maxPerRun: 0.1, warnPerMonth: 20 }), []);
    expect(limits).toMatchObject([
      { name: 'run', maximum: 100_000_000, warning: undefined, flag: '--max-cost' },
      { name: 'month', maximum: undefined, warning: 20_000_000_000 },
    ]);
  });

  test('of tags count for runs that have them', () => {
    const given = settings({ tags: { 'team=seating': { max: 20 }, 'user=ana': { max: 2, per: 'day' } } });
    expect(limitsOf(given, ['user=ana'])).toMatchObject([
      { name: 'user=ana/day', tag: 'user=ana', period: 'day', maximum: 2e9, setting: 'budget.tags["user=ana"]' },
    ]);
  });

  test('that make no sense are refused', () => {
    expect(() => settings({ maxPerRun: -1 })).toThrow();
    expect(() => settings({ tags: { seating: { max: 1 } } })).toThrow();
    expect(() => settings({ tags: { 'team=seating': { max: 1, per: 'year' } } })).toThrow();
  });

  test('of a day and a month are those of UTC', () => {
    const at = Date.UTC(2026, 10, 30, 23, 59);
    const keys = (when: number) =>
      (['run', 'day', 'month', 'ever'] as const).map((period) => accountKey({ tag: undefined, period }, 'r', when));
    expect(keys(at)).toEqual(['run:r', 'day:2026-11-30', 'month:2026-11', 'ever']);
    expect(keys(at + 60_000)).toEqual(['run:r', 'day:2026-12-01', 'month:2026-12', 'ever']);
  });

  test('stand on the accounts that they limit', () => {
    const limits = limitsOf(settings({ maxPerDay: 1, tags: { 'team=a': { max: 5, per: 'ever' } } }), ['team=a']);
    const accounts = accountsAt({ run: 'r', tags: ['team=a'], limits }, 0);
    expect(accounts.filter(({ maximum }) => maximum !== undefined)).toEqual([
      { key: 'day:1970-01-01', maximum: 1e9 },
      { key: 'team=a ever', maximum: 5e9 },
    ]);
    expect(accounts).toHaveLength(6);
  });
});
