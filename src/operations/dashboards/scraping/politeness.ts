import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { inAll, largestFirst, ofLedger, ofRun, overTime, type Queries } from '../queries.ts';

export const politeness = ({ ledger, run }: Queries): Row => ({
  title: 'Are we polite?',
  panels: [
    panels.bars({
      title: 'Requests to slow down',
      description:
        'By who asked: a site, or a scraping service. A host that asks is left alone for as long as it says.',
      ...panels.counted,
      none: 'nobody asked to slow down in this time',
      width: 8,
      queries: [
        ofLedger(
          ledger.increase('specbook.rate_limits', overTime, { where: { source: ['site', 'service'] }, by: ['source'] }),
          { legend: '{{source}}' },
        ),
      ],
    }),
    panels.lines({
      title: 'Hosts that are left alone',
      description: 'Of the run in progress: hosts that asked for time, or that failed again and again.',
      ...panels.counted,
      none: 'no run is in progress',
      width: 8,
      queries: [ofRun(run.gauge('specbook.hosts.waiting', {}, 'sum'), { legend: 'hosts' })],
    }),
    panels.lines({
      title: 'Waiting for the turn at a host',
      description:
        'Seconds that attempts waited in place, for each second. Items that gave up their place for longer are not in it.',
      ...panels.seconds,
      none: 'nobody waited in this time',
      width: 8,
      queries: [
        ofLedger(ledger.rate('specbook.limiter.wait', overTime, { where: { of: 'host' } }), { legend: 'waiting' }),
      ],
    }),
    panels.ranking({
      title: 'Pages we did not ask for',
      description: 'Because robots.txt does not allow it, or because the host is left alone after many failures.',
      ...panels.counted,
      none: 'every page was asked for',
      steps: [['blue']],
      queries: [
        ofLedger(
          largestFirst(
            ledger.increase('specbook.failures', inAll, {
              where: { 'error.type': ['robots_denied', 'circuit_open', 'forbidden_address', 'not_cached'] },
              by: ['error.type'],
            }),
          ),
          { legend: '{{error_type}}' },
        ),
      ],
      link: { title: 'The pages of this category', to: 'failures', set: { category: '${__field.labels.error_type}' } },
    }),
    panels.bars({
      title: 'Attempts that repeat another',
      description: 'By what had gone wrong before. Each of them is a request more for the site.',
      ...panels.counted,
      none: 'nothing was repeated in this time',
      queries: [
        ofLedger(ledger.increase('specbook.retries', overTime, { where: { operation: 'fetch' }, by: ['error.type'] }), {
          legend: '{{error_type}}',
        }),
      ],
    }),
  ],
});
