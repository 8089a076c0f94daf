import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { ofLedger, ofRun, overTime, type Queries } from '../queries.ts';
import { byModel, calls, chosen, name, requestModel } from './asked.ts';

export const limits = ({ ledger, run }: Queries): Row => ({
  title: 'Do limits hold us up?',
  panels: [
    panels.lines({
      title: 'Room in the limits',
      description:
        'Of the run in progress: what is left of requests and tokens a minute or a day, and of calls at once. At 0 calls wait.',
      ...panels.counted,
      none: 'no run is in progress, or its models have no limits',
      queries: [
        ofRun(run.gauge('specbook.limiter.headroom', { where: chosen, by: [requestModel, 'limit'] }, 'min'), {
          legend: '{{gen_ai_request_model}} {{limit}}',
        }),
      ],
    }),
    panels.lines({
      title: 'Waiting for limits',
      description:
        'Seconds that calls waited in place for the limits of their model, for each second. Much of it: ask for higher limits, or for less at once.',
      ...panels.seconds,
      none: 'nobody waited in this time',
      queries: [
        ofLedger(ledger.rate('specbook.limiter.wait', overTime, { where: { of: 'model' } }), { legend: 'waiting' }),
      ],
    }),
    panels.bars({
      title: 'Told to slow down by providers',
      description: 'Calls that were answered with 429. The limits that are configured should keep this at 0.',
      ...panels.counted,
      none: 'no provider asked to slow down in this time',
      width: 8,
      queries: [
        ofLedger(
          ledger.increase(calls, overTime, { where: { ...chosen, outcome: 'llm_rate_limited' }, by: byModel }),
          name,
        ),
      ],
    }),
    panels.bars({
      title: 'Calls that repeat another',
      description: 'By what had gone wrong before.',
      ...panels.counted,
      none: 'nothing was repeated in this time',
      width: 8,
      queries: [
        ofLedger(
          ledger.increase('specbook.retries', overTime, { where: { operation: 'model_call' }, by: ['error.type'] }),
          { legend: '{{error_type}}' },
        ),
      ],
    }),
    panels.bars({
      title: 'Questions another model had to answer',
      description: 'Because the one before it had failed; by the last that was asked.',
      ...panels.counted,
      none: 'no other model had to be asked in this time',
      width: 8,
      queries: [ofLedger(ledger.increase('specbook.model.fallbacks', overTime, { where: chosen, by: byModel }), name)],
    }),
  ],
});
