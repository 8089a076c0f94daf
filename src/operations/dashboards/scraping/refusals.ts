import { ratio } from '../../promql/promql.ts';
import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { inAll, largestFirst, ofLedger, overTime, type Queries } from '../queries.ts';
import { attempts } from './asked.ts';

export const refusals = ({ ledger }: Queries): Row => ({
  title: 'Who refuses them?',
  panels: [
    panels.ranking({
      title: 'Bot checks by who made them',
      description: 'The vendor that the page gives away; `generic` when it does not.',
      ...panels.counted,
      none: 'no bot check in this time',
      steps: [['orange']],
      queries: [
        ofLedger(largestFirst(ledger.increase('specbook.bot_detections', inAll, { by: ['vendor'] })), {
          legend: '{{vendor}}',
        }),
      ],
      link: { title: 'The refused pages', to: 'failures', set: { category: 'bot_detected' } },
    }),
    panels.bars({
      title: 'Bot checks over time',
      description: 'A wave of one vendor means that its rules have changed, or that we came too often.',
      ...panels.counted,
      none: 'no bot check in this time',
      queries: [
        ofLedger(ledger.increase('specbook.bot_detections', overTime, { by: ['vendor'] }), { legend: '{{vendor}}' }),
      ],
      link: { title: 'The refused pages', to: 'failures', set: { category: 'bot_detected' } },
    }),
    panels.lines({
      title: 'Bot checks by fetcher',
      description: 'The share of its attempts that each fetcher had refused.',
      ...panels.share,
      none: 'no page was asked for in this time',
      queries: [
        ofLedger(
          ratio(
            ledger.increase(attempts, overTime, { where: { outcome: 'bot_detected' }, by: ['fetcher'] }),
            ledger.increase(attempts, overTime, { by: ['fetcher'] }),
          ),
          { legend: '{{fetcher}}' },
        ),
      ],
    }),
    panels.ranking({
      title: 'Pages that are not what was asked for',
      description:
        'Pages that stand in the place of another: a missing one, a login, a question of consent, a parked domain, an empty shell.',
      ...panels.counted,
      none: 'every page was what was asked for',
      steps: [['orange']],
      queries: [
        ofLedger(
          largestFirst(
            ledger.increase('specbook.failures', inAll, {
              where: {
                'error.type': [
                  'not_found',
                  'soft_404',
                  'login_required',
                  'consent_required',
                  'region_blocked',
                  'parked',
                  'needs_browser',
                  'empty_content',
                ],
              },
              by: ['error.type'],
            }),
          ),
          { legend: '{{error_type}}' },
        ),
      ],
      link: { title: 'The pages of this category', to: 'failures', set: { category: '${__field.labels.error_type}' } },
    }),
  ],
});
