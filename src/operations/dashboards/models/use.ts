import { ratio } from '../../promql/promql.ts';
import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { inAll, largestFirst, ofLedger, overTime, type Queries } from '../queries.ts';
import { calls, chosen } from './asked.ts';

export const use = ({ ledger }: Queries): Row => ({
  title: 'Are the answers of use?',
  panels: [
    panels.lines({
      title: 'Answers that had to be recovered',
      description:
        'The share of calls whose answer was not as asked for: fenced, within prose, with broken JSON, or mended by the model itself.',
      ...panels.share,
      none: 'no model was asked in this time',
      queries: [
        ofLedger(ratio(ledger.increase('specbook.output.repairs', overTime), ledger.increase(calls, overTime)), {
          legend: 'recovered',
        }),
      ],
    }),
    panels.ranking({
      title: 'What it took to recover them',
      description: 'The dearest is `repair_turn`: the model was asked again.',
      ...panels.counted,
      none: 'every answer was as asked for',
      steps: [['orange']],
      queries: [
        ofLedger(largestFirst(ledger.increase('specbook.output.repairs', inAll, { by: ['level'] })), {
          legend: '{{level}}',
        }),
      ],
    }),
    panels.ranking({
      title: 'Calls without a usable answer',
      description:
        'By category. `llm_output`: what came was no answer even after repairs. `llm_refused`: the model would not.',
      ...panels.counted,
      none: 'every call had an answer',
      steps: [['orange']],
      queries: [
        ofLedger(
          largestFirst(
            ledger.increase(calls, inAll, { where: { ...chosen, outcome: { not: 'ok' } }, by: ['outcome'] }),
          ),
          { legend: '{{outcome}}' },
        ),
      ],
      link: { title: 'The pages of this category', to: 'failures', set: { category: '${__field.labels.outcome}' } },
    }),
    panels.lines({
      title: 'Values of models that stand in the page',
      description:
        'What a model says and the page does not is made up, or misread. Such values are doubtful, and an issue of their record.',
      ...panels.share,
      none: 'no model gave a value in this time',
      queries: [
        ofLedger(
          ratio(
            ledger.increase('specbook.values', overTime, { where: { source: 'model', result: 'grounded' } }),
            ledger.increase('specbook.values', overTime, { where: { source: 'model' } }),
          ),
          { legend: 'grounded' },
        ),
      ],
      link: { title: 'What records are worth', to: 'quality' },
    }),
  ],
});
