import { type NanoDollars, nanoDollars } from '#core/money.ts';
import type { BudgetLimit } from './limits.ts';
import type { BudgetSettings } from './settings.ts';

/** The limits that count for a run with these tags. */
export function limitsOf(settings: BudgetSettings, tags: readonly string[]): readonly BudgetLimit[] {
  const { maxPerRun, warnPerRun, maxPerDay, warnPerDay, maxPerMonth, warnPerMonth } = settings;
  const ofAll = [
    { period: 'run', max: maxPerRun, warn: warnPerRun, setting: 'budget.maxPerRun', flag: '--max-cost' },
    { period: 'day', max: maxPerDay, warn: warnPerDay, setting: 'budget.maxPerDay', flag: '--max-cost-per-day' },
    {
      period: 'month',
      max: maxPerMonth,
      warn: warnPerMonth,
      setting: 'budget.maxPerMonth',
      flag: '--max-cost-per-month',
    },
  ] as const;
  const ofTags = Object.entries(settings.tags).filter(([tag]) => tags.includes(tag));
  return [
    ...ofAll.map(({ period, max, warn, setting, flag }) => ({
      name: period,
      tag: undefined,
      period,
      maximum: nano(max),
      warning: nano(warn),
      setting,
      flag,
    })),
    ...ofTags.map(([tag, { per, max, warn }]) => ({
      name: `${tag}/${per}`,
      tag,
      period: per,
      maximum: nano(max),
      warning: nano(warn),
      setting: `budget.tags["${tag}"]`,
      flag: undefined,
    })),
  ].filter(({ maximum, warning }) => maximum !== undefined || warning !== undefined);
}

const nano = (dollars: number | undefined): NanoDollars | undefined =>
  dollars === undefined ? undefined : nanoDollars(Math.round(dollars * 1e9));
