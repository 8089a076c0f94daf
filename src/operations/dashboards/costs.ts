import { ratio } from '../promql/promql.ts';
import { budgetsGone, budgetsLast } from './budgets.ts';
import type { Dashboard, Row } from './panel.ts';
import * as panels from './panels.ts';
import { inAll, largestFirst, ofLedger, overTime, type Queries } from './queries.ts';

const cost = 'specbook.cost.usd';
const isValid = { verdict: 'valid' } as const;

/** What is spent, who spends it, what it buys, and how long the budgets last. */
export function costs(queries: Queries): Dashboard {
  return {
    name: 'costs',
    title: 'Specbook / Cost and budgets',
    description: 'What is spent, on what, what it buys, and how long the budgets will last.',
    variables: ['model'],
    rows: [spent(queries), forecast(queries), spenders(queries), worth(queries)],
  };
}

const spent = ({ ledger }: Queries): Row => ({
  title: 'What is spent?',
  panels: [
    panels.stat({
      title: 'Spent',
      description: 'What models and scraping services cost.',
      ...panels.dollars,
      none: 'nothing was spent',
      steps: panels.plain,
      queries: [ofLedger(ledger.increase(cost, inAll))],
    }),
    panels.stat({
      title: 'For a valid record',
      description: 'All that was spent, over the records that are valid.',
      ...panels.dollars,
      none: 'no valid record, or no model was asked',
      steps: panels.plain,
      queries: [
        ofLedger(ratio(ledger.increase(cost, inAll), ledger.increase('specbook.records', inAll, { where: isValid }))),
      ],
    }),
    panels.stat({
      title: 'For a page',
      description: 'All that was spent, over the pages that settled, whichever way they ended.',
      ...panels.dollars,
      none: 'nothing was done in this time',
      steps: panels.plain,
      queries: [ofLedger(ratio(ledger.increase(cost, inAll), ledger.increase('specbook.items', inAll)))],
    }),
    panels.stat({
      title: 'In 30 days at this pace',
      description:
        'What 30 days would cost if they were like the time that is looked at. Look at a week or more, unless every day is like the others.',
      ...panels.dollars,
      none: 'nothing was spent',
      steps: panels.plain,
      queries: [ofLedger(`${ledger.rate(cost, inAll)} * 86400 * 30`)],
    }),
    panels.stat({
      title: 'Estimated',
      description:
        'The share of the money that was reckoned from tokens and a price list, because the provider does not say what a call cost.',
      ...panels.share,
      none: 'nothing was spent',
      steps: panels.plain,
      queries: [
        ofLedger(ratio(ledger.increase(cost, inAll, { where: { source: 'estimated' } }), ledger.increase(cost, inAll))),
      ],
    }),
    panels.stat({
      title: 'Answers at an unknown price',
      description: 'They cost something, and nobody knows what: say in `prices.models`.',
      ...panels.counted,
      none: 'no model was asked',
      steps: panels.noneIsBest,
      queries: [ofLedger(ledger.increase('specbook.cost.unpriced', inAll))],
    }),
  ],
});

const forecast = ({ ledger }: Queries): Row => ({
  title: 'How long will the budgets last?',
  panels: [
    panels.ranking({
      title: 'How much of each budget is gone',
      description:
        'In its present period, money for calls under way included. At 100 % the run finishes what is under way and stops.',
      ...panels.share,
      none: 'no budget is configured (docs/costs.md)',
      width: 8,
      steps: panels.lowerIsBetter(0.8, 1),
      queries: [ofLedger(budgetsGone(ledger), { legend: '{{budget}}' })],
    }),
    panels.ranking({
      title: 'Each budget lasts for',
      description:
        'At the pace of the time that is looked at, from now on. A budget nobody is drawing on is not shown.',
      ...panels.seconds,
      none: 'no budget is being drawn on',
      width: 8,
      steps: [['red'], ['yellow', 86_400], ['green', 7 * 86_400]],
      queries: [ofLedger(budgetsLast(ledger), { legend: '{{budget}}' })],
    }),
    panels.table({
      title: 'Budgets',
      description: 'What may be spent, and what has been, in the present period.',
      unit: 'currencyUSD',
      none: 'no budget is configured (docs/costs.md)',
      width: 8,
      height: 8,
      queries: [
        ofLedger(ledger.gauge('specbook.budget.limit.usd', { by: ['budget'] })),
        ofLedger(ledger.gauge('specbook.budget.spent.usd', { by: ['budget'] })),
      ],
      columns: [
        { of: 'budget', title: 'Budget' },
        { of: 0, title: 'Limit' },
        { of: 1, title: 'Spent' },
      ],
    }),
    panels.lines({
      title: 'Budgets over time',
      description: 'What is spent of each budget in its period: it falls to 0 when a new one begins.',
      ...panels.dollars,
      none: 'no budget is configured (docs/costs.md)',
      width: 24,
      queries: [
        ofLedger(ledger.gauge('specbook.budget.spent.usd', { by: ['budget'] }), { legend: '{{budget}} spent' }),
        ofLedger(ledger.gauge('specbook.budget.limit.usd', { by: ['budget'] }), { legend: '{{budget}} limit' }),
      ],
    }),
  ],
});

const spenders = ({ ledger }: Queries): Row => ({
  title: 'Who spends it?',
  panels: [
    panels.bars({
      title: 'By model',
      description: 'What each model, and each scraping service, cost.',
      ...panels.dollars,
      none: 'nothing was spent in this time',
      queries: [
        ofLedger(
          ledger.increase(cost, overTime, {
            where: { 'gen_ai.request.model': '$model' },
            by: ['gen_ai.request.model'],
          }),
          { legend: '{{gen_ai_request_model}}' },
        ),
      ],
      link: { title: 'What the model does', to: 'models', set: { model: '${__field.labels.gen_ai_request_model}' } },
    }),
    panels.bars({
      title: 'By project',
      description: 'Whose work it was (`--project`).',
      ...panels.dollars,
      none: 'nothing was spent in this time',
      queries: [ofLedger(ledger.increase(cost, overTime, { by: ['project'] }), { legend: 'project {{project}}' })],
    }),
    panels.ranking({
      title: 'By stage',
      description: 'The stage of the pipeline that the money was spent in: `scraping` is what services cost.',
      ...panels.dollars,
      none: 'nothing was spent in this time',
      steps: panels.plain,
      width: 8,
      queries: [ofLedger(largestFirst(ledger.increase(cost, inAll, { by: ['stage'] })), { legend: '{{stage}}' })],
    }),
    panels.ranking({
      title: 'By model, in all',
      description: 'What each cost over the whole time that is looked at.',
      ...panels.dollars,
      none: 'nothing was spent in this time',
      steps: panels.plain,
      width: 8,
      queries: [
        ofLedger(
          largestFirst(
            ledger.increase(cost, inAll, {
              where: { 'gen_ai.request.model': '$model' },
              by: ['gen_ai.request.model'],
            }),
          ),
          { legend: '{{gen_ai_request_model}}' },
        ),
      ],
    }),
    panels.ranking({
      title: 'By project, in all',
      description: 'What each cost over the whole time that is looked at.',
      ...panels.dollars,
      none: 'nothing was spent in this time',
      steps: panels.plain,
      width: 8,
      queries: [
        ofLedger(largestFirst(ledger.increase(cost, inAll, { by: ['project'] })), { legend: 'project {{project}}' }),
      ],
    }),
  ],
});

const worth = ({ ledger }: Queries): Row => ({
  title: 'What does it buy?',
  panels: [
    panels.lines({
      title: 'Cost of a valid record over time',
      description: 'When it rises, look for a dearer model, longer documents, or fewer valid records.',
      ...panels.dollars,
      none: 'no valid record, or no model was asked',
      queries: [
        ofLedger(
          ratio(ledger.increase(cost, overTime), ledger.increase('specbook.records', overTime, { where: isValid })),
          { legend: 'for a valid record' },
        ),
      ],
      link: { title: 'What records are worth', to: 'quality' },
    }),
    panels.bars({
      title: 'Looks into the cache of answers',
      description: 'Each hit is a call that was not paid for a second time.',
      ...panels.counted,
      none: 'no model was to be asked in this time',
      queries: [
        ofLedger(ledger.increase('specbook.cache.requests', overTime, { where: { cache: 'model' }, by: ['result'] }), {
          legend: '{{result}}',
        }),
      ],
    }),
  ],
});
