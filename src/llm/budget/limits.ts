import type { BudgetAccount } from '#core/budget.ts';
import type { NanoDollars } from '#core/money.ts';

/** Over what a budget is counted. Days and months are those of UTC, as on the bills of providers. */
export type BudgetPeriod = 'run' | 'day' | 'month' | 'ever';

/** What is counted together: all calls, or those of runs with a tag (`team=seating`), over a period. */
type Counted = { readonly tag: string | undefined; readonly period: BudgetPeriod };

/** What may be spent. */
export type BudgetLimit = Counted & {
  /** What it is called: `run`, `day`, `month`, or a tag with its period (`team=seating/month`). */
  readonly name: string;
  readonly maximum: NanoDollars | undefined;
  /** Said when so much is spent. */
  readonly warning: NanoDollars | undefined;
  /** How the maximum is changed: its setting, and the setting's flag, if there is one. */
  readonly setting: string;
  readonly flag: string | undefined;
};

/** Names what is counted, at a time in milliseconds since the epoch. */
export function accountKey({ tag, period }: Counted, run: string, at: number): string {
  const whose = tag === undefined ? '' : `${tag} `;
  switch (period) {
    case 'run':
      return `${whose}run:${run}`;
    case 'day':
      return `${whose}day:${new Date(at).toISOString().slice(0, 10)}`;
    case 'month':
      return `${whose}month:${new Date(at).toISOString().slice(0, 7)}`;
    case 'ever':
      return `${whose}ever`;
  }
}

type Run = { readonly run: string; readonly tags: readonly string[]; readonly limits: readonly BudgetLimit[] };

/** Every account that money of the run goes to, also those without a limit: one that is set later must know of it. */
export function accountsAt({ run, tags, limits }: Run, at: number): readonly BudgetAccount[] {
  const ofAll = (['run', 'day', 'month'] as const).map((period) => ({ tag: undefined, period }));
  const ofTags = tags.flatMap((tag) => (['day', 'month', 'ever'] as const).map((period) => ({ tag, period })));
  return [...ofAll, ...ofTags].map((counted: Counted) => ({
    key: accountKey(counted, run, at),
    maximum: limits.find(({ tag, period }) => tag === counted.tag && period === counted.period)?.maximum,
  }));
}
