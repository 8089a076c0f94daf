import { accountKey, type BudgetAccount, type Counted } from '#core/budget.ts';
import type { NanoDollars } from '#core/money.ts';

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
