import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { ofTraces, type Queries } from '../queries.ts';
import { ofCategory } from './asked.ts';

export const pages = ({ traces }: Queries): Row => ({
  title: 'Which pages?',
  panels: [
    panels.table({
      title: 'Failed pages',
      description:
        'The latest pages of the chosen categories and run that failed. Click the trace to see why. Fresh traces can be found after half a minute.',
      unit: 'string',
      none: 'no page of this category failed in this time',
      height: 11,
      queries: [
        ofTraces(
          traces.spans({
            span: 'item',
            where: [{ status: 'error' }, ...ofCategory],
            select: [
              'url.full',
              'error.type',
              'exception.message',
              'server.address',
              'specbook.run.id',
              'specbook.project',
            ],
          }),
          100,
        ),
      ],
    }),
    panels.table({
      title: 'Pages that were left out, or do not exist',
      description: 'They are no errors: a 404 is an answer, and robots.txt is kept to.',
      unit: 'string',
      none: 'none in this time',
      queries: [
        ofTraces(
          traces.spans({
            span: 'item',
            where: [{ attribute: 'specbook.outcome', is: '=~', value: 'not_found|skipped' }, ...ofCategory],
            select: ['url.full', 'error.type', 'specbook.outcome', 'exception.message', 'specbook.run.id'],
          }),
        ),
      ],
    }),
  ],
});
