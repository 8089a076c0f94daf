import { ratio } from '../promql/promql.ts';
import type { Dashboard, Row } from './panel.ts';
import * as panels from './panels.ts';
import { inAll, largestFirst, ofLedger, overTime, type Queries } from './queries.ts';

const score = 'specbook.quality.score';
const overall = { dimension: 'overall' } as const;
/** The bar of the objective `record-quality`. */
const bar = 0.7;

/** Are the records good, in what are they not, and which fields are missing? */
export function quality(queries: Queries): Dashboard {
  return {
    name: 'quality',
    title: 'Specbook / Quality',
    description:
      'Are the records good, is what they say in the page, which fields are missing, and are their files what they should be?',
    variables: [],
    rows: [records(queries), dimensions(queries), grounding(queries), coverage(queries), files(queries)],
  };
}

const records = ({ ledger }: Queries): Row => ({
  title: 'Are the records good?',
  panels: [
    panels.stat({
      title: 'Quality',
      description: 'The average score of the records, from 0 to 1 (docs/quality.md).',
      ...panels.share,
      none: 'no records in this time',
      width: 6,
      steps: panels.higherIsBetter(bar, 0.8),
      queries: [ofLedger(ledger.mean(score, inAll, { where: overall }))],
    }),
    panels.stat({
      title: 'Above the quality bar',
      description: `Records that score more than ${bar}. 95 % is what is promised.`,
      ...panels.share,
      none: 'no records in this time',
      width: 6,
      steps: panels.higherIsBetter(0.9, 0.95),
      queries: [
        ofLedger(
          `1 - ${ratio(ledger.within(bar, score, inAll, { where: overall }), ledger.increase(score, inAll, { where: overall }))}`,
        ),
      ],
      link: { title: 'The promise', to: 'slos' },
    }),
    panels.stat({
      title: 'Valid',
      description: 'Records that have everything that a record must have; the others are incomplete.',
      ...panels.share,
      none: 'no records in this time',
      width: 6,
      steps: panels.higherIsBetter(0.8, 0.95),
      queries: [
        ofLedger(
          ratio(
            ledger.increase('specbook.records', inAll, { where: { verdict: 'valid' } }),
            ledger.increase('specbook.records', inAll),
          ),
        ),
      ],
    }),
    panels.stat({
      title: 'Records',
      description: 'Records that were made, valid or not.',
      ...panels.counted,
      none: 'no records in this time',
      width: 6,
      steps: panels.plain,
      queries: [ofLedger(ledger.increase('specbook.records', inAll))],
    }),
    panels.bars({
      title: 'Records by what they are worth',
      description: 'A poor record is still one: its verdict says what is wrong with it.',
      ...panels.counted,
      none: 'no records in this time',
      queries: [
        ofLedger(ledger.increase('specbook.records', overTime, { by: ['verdict'] }), { legend: '{{verdict}}' }),
      ],
    }),
    panels.lines({
      title: 'Quality over time',
      description: 'The average, and what nine in ten records reach. The marks are traces of records.',
      ...panels.share,
      none: 'no records in this time',
      queries: [
        ofLedger(ledger.mean(score, overTime, { where: overall }), { legend: 'average' }),
        ofLedger(ledger.quantile(0.1, score, overTime, { where: overall }), {
          legend: 'nine in ten reach',
          exemplars: true,
        }),
      ],
    }),
  ],
});

const dimensions = ({ ledger }: Queries): Row => ({
  title: 'In what are they not?',
  panels: [
    panels.ranking({
      title: 'Score of each dimension',
      description: 'The average, the worst first.',
      ...panels.share,
      none: 'no records in this time',
      steps: panels.higherIsBetter(bar, 0.8),
      queries: [ofLedger(`sort(${ledger.mean(score, inAll, { by: ['dimension'] })})`, { legend: '{{dimension}}' })],
    }),
    panels.lines({
      title: 'Score of each dimension over time',
      description: 'A step in one dimension after a release of a prompt, a model or a site says where to look.',
      ...panels.share,
      none: 'no records in this time',
      queries: [ofLedger(ledger.mean(score, overTime, { by: ['dimension'] }), { legend: '{{dimension}}' })],
    }),
  ],
});

const grounding = ({ ledger }: Queries): Row => ({
  title: 'Is what they say in the page?',
  panels: [
    panels.stat({
      title: 'Values that stand in the page',
      description: 'Of all values that were looked for.',
      ...panels.share,
      none: 'no values in this time',
      width: 6,
      height: 8,
      steps: panels.higherIsBetter(0.9, 0.97),
      queries: [
        ofLedger(
          ratio(
            ledger.increase('specbook.values', inAll, { where: { result: 'grounded' } }),
            ledger.increase('specbook.values', inAll),
          ),
        ),
      ],
    }),
    panels.lines({
      title: 'Values that stand in the page, by who said them',
      description:
        '`model`: what it made up or misread pulls it down. `page`: data of the page that its text does not bear out.',
      ...panels.share,
      none: 'no values in this time',
      queries: [
        ofLedger(
          ratio(
            ledger.increase('specbook.values', overTime, { where: { result: 'grounded' }, by: ['source'] }),
            ledger.increase('specbook.values', overTime, { by: ['source'] }),
          ),
          { legend: '{{source}}' },
        ),
      ],
    }),
    panels.stat({
      title: 'Values that do not',
      description: 'Each of them is doubtful, and an issue of its record.',
      ...panels.counted,
      none: 'no values in this time',
      width: 6,
      height: 8,
      steps: panels.noneIsBest,
      queries: [
        ofLedger(ledger.increase('specbook.values', inAll, { where: { result: 'ungrounded' }, by: ['source'] }), {
          legend: '{{source}}',
        }),
      ],
    }),
  ],
});

const fields = 'specbook.record.fields';

const coverage = ({ ledger }: Queries): Row => ({
  title: 'Which fields are missing?',
  panels: [
    panels.ranking({
      title: 'Coverage of each field',
      description:
        'The share of records that have a value for the field, the least first. Fields of a schema of your own are `other`.',
      ...panels.share,
      none: 'no records in this time',
      height: 14,
      steps: panels.higherIsBetter(0.5, 0.8),
      queries: [
        ofLedger(
          `sort(${ratio(
            ledger.increase(fields, inAll, { where: { result: 'found' }, by: ['field'] }),
            ledger.increase(fields, inAll, { by: ['field'] }),
          )})`,
          { legend: '{{field}}' },
        ),
      ],
    }),
    panels.lines({
      title: 'Coverage of the main fields over time',
      description:
        'A field that drops for one site after another has lost its selector; one that drops everywhere, its prompt or its source.',
      ...panels.share,
      none: 'no records in this time',
      height: 14,
      queries: [
        ofLedger(
          ratio(
            ledger.increase(fields, overTime, { where: { result: 'found', field: mainFields }, by: ['field'] }),
            ledger.increase(fields, overTime, { where: { field: mainFields }, by: ['field'] }),
          ),
          { legend: '{{field}}' },
        ),
      ],
    }),
  ],
});

/** Those that count double in completeness, and what a spec book is searched by. */
const mainFields = ['name', 'brand', 'description', 'price', 'dimensions', 'materials', 'images'] as const;

const files = ({ ledger }: Queries): Row => ({
  title: 'Are their pictures and documents what they should be?',
  panels: (
    [
      [
        'specbook.images.checked',
        'Pictures',
        'Pictures that were looked at: accepted, refused (a placeholder, a logo, damaged), or not to be had for the moment.',
      ],
      ['specbook.documents.checked', 'Documents', 'Spec sheets, manuals and drawings that were looked at.'],
    ] as const
  ).flatMap(([metric, title, description]) => [
    panels.bars({
      title: `${title} by what they are`,
      description,
      ...panels.counted,
      none: 'none were looked at in this time',
      queries: [ofLedger(ledger.increase(metric, overTime, { by: ['result'] }), { legend: '{{result}}' })],
      width: 7,
    }),
    panels.ranking({
      title: `${title}, in all`,
      description,
      ...panels.counted,
      none: 'none were looked at in this time',
      steps: panels.plain,
      queries: [ofLedger(largestFirst(ledger.increase(metric, inAll, { by: ['result'] })), { legend: '{{result}}' })],
      width: 5,
    }),
  ]),
});
