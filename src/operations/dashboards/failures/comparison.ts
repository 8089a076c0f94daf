import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { ofTraces, type Queries } from '../queries.ts';
import { figures } from './asked.ts';

export const comparison = ({ traces }: Queries): Row => ({
  title: 'How do two runs compare?',
  panels: (
    [
      ['run', 'One run'],
      ['other_run', 'The other run'],
    ] as const
  ).flatMap(([variable, title]) => [
    panels.table({
      title: `${title}: what it came to`,
      description: `The processes of the run that the variable ${variable} names. \`npm run runs\` lists them all.`,
      unit: 'string',
      none: 'there is no trace of this run in this time',
      height: 6,
      queries: [
        ofTraces(
          traces.spans({
            span: 'run',
            where: [{ attribute: 'specbook.run.id', is: '=~', value: `$${variable}` }],
            select: figures,
          }),
          20,
        ),
      ],
    }),
    panels.table({
      title: `${title}: what failed in it`,
      description: 'Its failed pages: those that are in the one table and not in the other are what has changed.',
      unit: 'string',
      none: 'nothing failed in this run',
      queries: [
        ofTraces(
          traces.spans({
            span: 'item',
            where: [{ status: 'error' }, { attribute: 'specbook.run.id', is: '=~', value: `$${variable}` }],
            select: ['url.full', 'error.type', 'exception.message'],
          }),
          100,
        ),
      ],
    }),
  ]),
});
