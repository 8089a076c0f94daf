import { ratio } from '../../promql/promql.ts';
import { recordedSlo, sloRecords } from '../../slos/slo-records.ts';
import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { inAll, ofAlerts, ofLedger, type Queries, recorded } from '../queries.ts';

const tried = { outcome: ['succeeded', 'failed'] } as const;

export const health = ({ ledger }: Queries): Row => ({
  title: 'Is it healthy?',
  panels: [
    panels.stat({
      title: 'Pages that gave a record',
      description:
        'Of the pages that were tried, the share that gave a record. Pages that do not exist (404, 410) count neither way.',
      ...panels.share,
      none: 'nothing was done in this time',
      steps: panels.higherIsBetter(0.9, 0.98),
      queries: [
        ofLedger(
          ratio(
            ledger.increase('specbook.items', inAll, { where: { outcome: 'succeeded' } }),
            ledger.increase('specbook.items', inAll, { where: tried }),
          ),
        ),
      ],
      link: { title: 'What failed', to: 'failures' },
    }),
    panels.stat({
      title: 'Valid records',
      description: 'Records that have everything that a record must have.',
      ...panels.counted,
      none: 'no records in this time',
      steps: panels.plain,
      queries: [ofLedger(ledger.increase('specbook.records', inAll, { where: { verdict: 'valid' } }))],
      link: { title: 'What records are worth', to: 'quality' },
    }),
    panels.stat({
      title: 'Quality',
      description: 'The average score of the records, from 0 to 1, over all dimensions (docs/quality.md).',
      ...panels.share,
      none: 'no records in this time',
      steps: panels.higherIsBetter(0.7, 0.8),
      queries: [ofLedger(ledger.mean('specbook.quality.score', inAll, { where: { dimension: 'overall' } }))],
      link: { title: 'By dimension and field', to: 'quality' },
    }),
    panels.stat({
      title: 'Spent',
      description: 'What models and scraping services cost. Calls at a price that nobody knows are not in it.',
      ...panels.dollars,
      none: 'nothing was spent',
      steps: panels.plain,
      queries: [ofLedger(ledger.increase('specbook.cost.usd', inAll))],
      link: { title: 'On what', to: 'costs' },
    }),
    panels.stat({
      title: 'Least error budget left',
      description:
        'Of the objective that is worst off, what is left of what may go wrong in 30 days. Below 0 the promise is broken.',
      unit: 'percentunit',
      none: 'no objective has been measured yet',
      steps: panels.higherIsBetter(0, 0.25),
      queries: [recorded(`min by (pipeline) (${recordedSlo(sloRecords.budgetLeft, '$pipeline')})`)],
      link: { title: 'All objectives', to: 'slos' },
    }),
    panels.stat({
      title: 'Alerts that are due',
      description:
        'Alerts of specbook that are firing right now. Each of them has a runbook that says what to do first.',
      ...panels.counted,
      none: 'Prometheus knows no rules of specbook',
      steps: panels.noneIsBest,
      queries: [ofAlerts('count(ALERTS{alertname=~"Specbook.+",alertstate="firing"}) or vector(0)')],
    }),
  ],
});
