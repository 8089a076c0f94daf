import { ratio } from '../../promql/promql.ts';
import type { Row } from '../panel.ts';
import { budgetsGone } from '../budgets.ts';
import * as panels from '../panels.ts';
import { inAll, ofLedger, overTime, type Queries } from '../queries.ts';

export const cost = ({ ledger }: Queries): Row => ({
  title: 'What did it cost?',
  panels: [
    panels.stat({
      title: 'Cost of a valid record',
      description: 'All that was spent, over the records that are valid: what did not become one is paid for, too.',
      ...panels.dollars,
      none: 'no valid record, or no model was asked',
      steps: panels.plain,
      queries: [
        ofLedger(
          ratio(
            ledger.increase('specbook.cost.usd', inAll),
            ledger.increase('specbook.records', inAll, { where: { verdict: 'valid' } }),
          ),
        ),
      ],
      width: 6,
      height: 8,
      link: { title: 'Over time', to: 'costs' },
    }),
    panels.bars({
      title: 'Spent by model',
      description: 'What each model, and each scraping service, cost.',
      ...panels.dollars,
      none: 'nothing was spent in this time',
      width: 10,
      queries: [
        ofLedger(ledger.increase('specbook.cost.usd', overTime, { by: ['gen_ai.request.model'] }), {
          legend: '{{gen_ai_request_model}}',
        }),
      ],
      link: { title: 'By stage and project', to: 'costs' },
    }),
    panels.ranking({
      title: 'How much of each budget is gone',
      description:
        'Of the budgets that the latest run was started with, in their present period. At 100 % the run stops.',
      ...panels.share,
      none: 'no budget is configured',
      width: 8,
      steps: panels.lowerIsBetter(0.8, 1),
      queries: [ofLedger(budgetsGone(ledger), { legend: '{{budget}}' })],
      link: { title: 'How long it will last', to: 'costs' },
    }),
  ],
});
