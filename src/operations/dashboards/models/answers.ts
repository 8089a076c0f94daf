import { ratio } from '../../promql/promql.ts';
import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { inAll, ofLedger, overTime, type Queries } from '../queries.ts';
import { byModel, calls, chosen, name } from './asked.ts';

export const answers = ({ ledger }: Queries): Row => ({
  title: 'Do models answer?',
  panels: [
    panels.stat({
      title: 'Calls that were answered',
      description:
        'The share of requests that came back with a usable answer. Each repetition is a request of its own.',
      ...panels.share,
      none: 'no model was asked',
      width: 6,
      steps: panels.higherIsBetter(0.95, 0.99),
      queries: [
        ofLedger(
          ratio(
            ledger.increase(calls, inAll, { where: { ...chosen, outcome: 'ok' } }),
            ledger.increase(calls, inAll, { where: chosen }),
          ),
        ),
      ],
    }),
    panels.stat({
      title: 'Calls',
      description: 'Requests to models; answers from the cache are none.',
      ...panels.counted,
      none: 'no model was asked',
      width: 6,
      steps: panels.plain,
      queries: [ofLedger(ledger.increase(calls, inAll, { where: chosen }))],
    }),
    panels.stat({
      title: 'Refused',
      description: 'The share of requests that a model would not answer.',
      ...panels.share,
      none: 'no model was asked',
      width: 6,
      steps: panels.lowerIsBetter(0.005, 0.02),
      queries: [
        ofLedger(
          ratio(
            ledger.increase(calls, inAll, { where: { ...chosen, outcome: 'llm_refused' } }),
            ledger.increase(calls, inAll, { where: chosen }),
          ),
        ),
      ],
    }),
    panels.stat({
      title: 'Answers from the cache',
      description: 'The share of questions that had been asked before in the same words, and cost nothing.',
      ...panels.share,
      none: 'no model was to be asked',
      width: 6,
      steps: panels.plain,
      queries: [
        ofLedger(
          ratio(
            ledger.increase('specbook.cache.requests', inAll, { where: { cache: 'model', result: 'hit' } }),
            ledger.increase('specbook.cache.requests', inAll, { where: { cache: 'model' } }),
          ),
        ),
      ],
    }),
    panels.bars({
      title: 'Calls by how they ended',
      description: '`ok`, or the category of the failure (docs/failures.md).',
      ...panels.counted,
      none: 'no model was asked in this time',
      queries: [
        ofLedger(ledger.increase(calls, overTime, { where: chosen, by: ['outcome'] }), { legend: '{{outcome}}' }),
      ],
      link: { title: 'The pages of this category', to: 'failures', set: { category: '${__field.labels.outcome}' } },
    }),
    panels.lines({
      title: 'Failed calls of each model',
      description:
        'The share of its calls that ended in anything but an answer. A model that fails is left alone for a while, if another is configured.',
      ...panels.share,
      none: 'no model was asked in this time',
      queries: [
        ofLedger(
          ratio(
            ledger.increase(calls, overTime, { where: { ...chosen, outcome: { not: 'ok' } }, by: byModel }),
            ledger.increase(calls, overTime, { where: chosen, by: byModel }),
          ),
          name,
        ),
      ],
    }),
  ],
});
