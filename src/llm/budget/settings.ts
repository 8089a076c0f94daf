import { z } from 'zod';

/** US dollars, to the nano-dollar. */
const dollars = z.number().min(0).max(9_000_000);

const tagBudget = z.strictObject({
  per: z.enum(['day', 'month', 'ever']).default('month'),
  max: dollars.optional(),
  warn: dollars.optional(),
});

const setting = (meta: { readonly description: string; readonly flag?: string; readonly env?: readonly string[] }) =>
  dollars.optional().meta({ ...meta });

export const budgetSettings = z.strictObject({
  maxPerRun: setting({
    description: 'the most that the run may spend on models, in US dollars',
    flag: '--max-cost <dollars>',
    env: ['SPECBOOK_MAX_COST'],
  }),
  warnPerRun: setting({
    description: 'says so when the run has spent so much',
    flag: '--warn-cost <dollars>',
    env: ['SPECBOOK_WARN_COST'],
  }),
  maxPerDay: setting({
    description: 'the most that all runs of the data directory together may spend in a day (UTC)',
    flag: '--max-cost-per-day <dollars>',
    env: ['SPECBOOK_MAX_COST_PER_DAY'],
  }),
  warnPerDay: setting({
    description: 'says so when they have spent so much',
    env: ['SPECBOOK_WARN_COST_PER_DAY'],
  }),
  maxPerMonth: setting({
    description: 'the most that they may spend in a month (UTC)',
    flag: '--max-cost-per-month <dollars>',
    env: ['SPECBOOK_MAX_COST_PER_MONTH'],
  }),
  warnPerMonth: setting({
    description: 'says so when they have spent so much',
    env: ['SPECBOOK_WARN_COST_PER_MONTH'],
  }),
  tags: z
    .record(z.string().regex(/^[^=]+=.+$/u), tagBudget, {
      error: 'expected for each tag, such as project=lobby or team=seating, { max, warn, per: day | month | ever }',
    })
    .optional()
    .transform((tags) => tags ?? {})
    .meta({
      description:
        'what runs with a tag may spend together: `{team=seating: {max: 20, warn: 15, per: month}}`; `per` is `day`, `month` or `ever`',
    }),
});

export type BudgetSettings = z.infer<typeof budgetSettings>;
