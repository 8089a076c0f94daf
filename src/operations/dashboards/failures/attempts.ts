import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { ofTraces, type Queries } from '../queries.ts';

export const attempts = ({ traces }: Queries): Row => ({
  title: 'What was in the way?',
  panels: [
    panels.table({
      title: 'Attempts that were refused',
      description: 'Answers with a bot check or a deny page, with who made it and where the page is kept as evidence.',
      unit: 'string',
      none: 'no attempt was refused in this time',
      queries: [
        ofTraces(
          traces.spans({
            span: 'GET',
            where: [{ attribute: 'error.type', is: '=', value: 'bot_detected' }],
            select: [
              'url.full',
              'specbook.bot.vendor',
              'specbook.fetcher',
              'http.response.status_code',
              'specbook.failure.evidence',
              'specbook.snapshot',
            ],
          }),
        ),
      ],
    }),
    panels.table({
      title: 'Slow pages',
      description: 'Pages that took more than 30 s from when they were last taken up.',
      unit: 'string',
      none: 'no page took so long',
      width: 12,
      queries: [
        ofTraces(
          traces.spans({
            span: 'item',
            where: [{ longerThan: '30s' }],
            select: ['url.full', 'specbook.outcome', 'specbook.run.id'],
          }),
        ),
      ],
    }),
    panels.table({
      title: 'Answers of models that were of no use',
      description: 'Questions that ended without an answer that could be used, repairs and other models included.',
      unit: 'string',
      none: 'every question had an answer',
      width: 12,
      queries: [
        ofTraces(
          traces.spans({
            span: 'completion',
            where: [{ status: 'error' }],
            select: ['gen_ai.request.model', 'error.type', 'specbook.output.recovery', 'specbook.output.repairs'],
          }),
        ),
      ],
    }),
  ],
});
