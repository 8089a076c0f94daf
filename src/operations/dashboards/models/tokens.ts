import { ratio } from '../../promql/promql.ts';
import type { Row } from '../panel.ts';
import * as panels from '../panels.ts';
import { ofLedger, overTime, type Queries } from '../queries.ts';
import { byModel, calls, chosen, name } from './asked.ts';

const usage = (kind: string) => `gen_ai.client.inference.usage.${kind}`;

export const tokens = ({ ledger }: Queries): Row => ({
  title: 'How many tokens does it take?',
  panels: [
    panels.bars({
      title: 'Tokens sent',
      description: 'By model, those that the provider had in its cache included.',
      ...panels.counted,
      none: 'no model was asked in this time',
      queries: [ofLedger(ledger.increase(usage('input_tokens'), overTime, { where: chosen, by: byModel }), name)],
    }),
    panels.bars({
      title: 'Tokens answered',
      description: 'By model, those spent on reasoning included.',
      ...panels.counted,
      none: 'no model was asked in this time',
      queries: [ofLedger(ledger.increase(usage('output_tokens'), overTime, { where: chosen, by: byModel }), name)],
    }),
    panels.lines({
      title: 'Tokens for a call',
      description:
        'On average. What is sent grows with the part of the page that is shown (extraction.maxDocumentTokens).',
      ...panels.counted,
      none: 'no model was asked in this time',
      queries: (['input_tokens', 'output_tokens'] as const).map((kind) =>
        ofLedger(
          ratio(
            ledger.increase(usage(kind), overTime, { where: chosen }),
            ledger.increase(calls, overTime, { where: chosen }),
          ),
          { legend: kind === 'input_tokens' ? 'sent' : 'answered' },
        ),
      ),
    }),
    panels.lines({
      title: 'Cached and reasoning tokens',
      description:
        'The share of what was sent that the provider read from its cache, and the share of what was answered that was spent on reasoning.',
      ...panels.share,
      none: 'no model was asked in this time',
      queries: (
        [
          ['cache_read.input_tokens', 'input_tokens', 'read from the cache'],
          ['reasoning.output_tokens', 'output_tokens', 'spent on reasoning'],
        ] as const
      ).map(([part, whole, legend]) =>
        ofLedger(
          ratio(
            ledger.increase(usage(part), overTime, { where: chosen }),
            ledger.increase(usage(whole), overTime, { where: chosen }),
          ),
          { legend },
        ),
      ),
    }),
  ],
});
