import { ratio } from '../../promql/promql.ts';
import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { inAll, largestFirst, ofLedger, overTime, type Queries } from '../queries.ts';
import { attempts } from './asked.ts';

const isOk = { outcome: 'ok' } as const;

/** A page that does not exist is an answer. */
const expected = { outcome: { not: 'not_found' } } as const;

export const pages = ({ ledger }: Queries): Row => ({
  title: 'Do pages come?',
  panels: [
    panels.stat({
      title: 'Attempts that brought a page',
      description:
        'Of all attempts but those at pages that do not exist. An attempt that fails may be repeated, by another fetcher too.',
      ...panels.share,
      none: 'no page was asked for',
      width: 6,
      steps: panels.higherIsBetter(0.8, 0.95),
      queries: [
        ofLedger(
          ratio(
            ledger.increase(attempts, inAll, { where: isOk }),
            ledger.increase(attempts, inAll, { where: expected }),
          ),
        ),
      ],
    }),
    panels.stat({
      title: 'Pages brought',
      description: 'Pages that were brought from a site, and not from the cache.',
      ...panels.counted,
      none: 'no page was brought',
      width: 6,
      steps: panels.plain,
      queries: [ofLedger(ledger.increase('specbook.pages.resolved', inAll))],
    }),
    panels.stat({
      title: 'Answered with a bot check',
      description: 'The share of attempts at which a site had a bot check or a deny page in the place of the page.',
      ...panels.share,
      none: 'no page was asked for',
      width: 6,
      steps: panels.lowerIsBetter(0.02, 0.1),
      queries: [ofLedger(ratio(ledger.increase('specbook.bot_detections', inAll), ledger.increase(attempts, inAll)))],
    }),
    panels.stat({
      title: 'Told to slow down',
      description: 'Attempts that a site or a scraping service answered with 429, or with a request to wait.',
      ...panels.counted,
      none: 'nobody asked to slow down',
      width: 6,
      steps: panels.noneIsBest,
      queries: [ofLedger(ledger.increase('specbook.rate_limits', inAll, { where: { source: ['site', 'service'] } }))],
    }),
    panels.bars({
      title: 'Attempts by how they ended',
      description: '`ok`, or the category of the failure (docs/failures.md).',
      ...panels.counted,
      none: 'no page was asked for in this time',
      queries: [ofLedger(ledger.increase(attempts, overTime, { by: ['outcome'] }), { legend: '{{outcome}}' })],
      link: { title: 'The pages of this category', to: 'failures', set: { category: '${__field.labels.outcome}' } },
    }),
    panels.ranking({
      title: 'Failed attempts by category',
      description: 'Attempts that brought no page, the most frequent category first. Most of them were repeated.',
      ...panels.counted,
      none: 'every attempt brought a page',
      steps: [['orange']],
      queries: [
        ofLedger(
          largestFirst(ledger.increase(attempts, inAll, { where: { outcome: { not: 'ok' } }, by: ['outcome'] })),
          { legend: '{{outcome}}' },
        ),
      ],
      link: { title: 'The pages of this category', to: 'failures', set: { category: '${__field.labels.outcome}' } },
    }),
    panels.lines({
      title: 'Success of each fetcher',
      description: 'The share of its attempts that brought a page. One that drops alone has a problem of its own.',
      ...panels.share,
      none: 'no page was asked for in this time',
      queries: [
        ofLedger(
          ratio(
            ledger.increase(attempts, overTime, { where: isOk, by: ['fetcher'] }),
            ledger.increase(attempts, overTime, { where: expected, by: ['fetcher'] }),
          ),
          { legend: '{{fetcher}}' },
        ),
      ],
    }),
    panels.bars({
      title: 'Who got the pages in the end',
      description:
        'Pages by the fetcher that brought them. When the first of them gets fewer, the dearer ones get more.',
      ...panels.counted,
      none: 'no page was brought in this time',
      queries: [
        ofLedger(ledger.increase('specbook.pages.resolved', overTime, { by: ['fetcher'] }), { legend: '{{fetcher}}' }),
      ],
    }),
  ],
});
