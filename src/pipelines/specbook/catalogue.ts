import { amount, attribute, constant, is, one, outcome, present, stage, word } from '#catalogue/derivation.ts';
import { engineMetrics } from '#catalogue/engine-metrics.ts';
import { closed, counter, histogram, type Metric, type Unit } from '#catalogue/metric.ts';
import { modelMetrics } from '#catalogue/model-metrics.ts';
import {
  cacheRequests,
  limiterWaits,
  rateLimits,
  scrapingMetrics,
  serviceCredits,
} from '#catalogue/scraping-metrics.ts';
import type { CatalogueSlice } from '#catalogue/slice.ts';
import { spans } from '#catalogue/spans.ts';
import { endingCategories, failureCategories } from '#core/failure.ts';
import { telemetrySignals } from '#core/telemetry-loss.ts';
import { blockVendors } from '#scraping/block-signals.ts';
import { productFieldNames } from './product.ts';
import { specbookSlos } from './slos.ts';

const stages = ['scraping', 'html_processing', 'llm_extraction', 'validation'] as const;

/** What a record is scored by, each from 0 to 1; the stages note them as `score_<dimension>`. */
const scores = {
  overall: 'validation',
  accuracy: 'validation',
  completeness: 'validation',
  clarity: 'validation',
  coherence: 'validation',
  confidence: 'validation',
  grounding: 'llm_extraction',
} as const;

/** What there is to measure of products, besides what is true of every pipeline. */
const productMetrics: readonly Metric[] = [
  counter({
    name: 'specbook.records',
    unit: '{record}',
    help: 'Records that were made, by what they are worth.',
    labels: { verdict: closed(['valid', 'incomplete'], 'whether everything is there that a record must have') },
    from: [
      {
        fact: 'stage',
        where: [is(stage, 'validation'), is(outcome, 'ok'), present('verdict')],
        value: one,
        labels: { verdict: attribute('verdict') },
      },
    ],
  }),
  histogram({
    name: 'specbook.quality.score',
    unit: '{score}',
    help: 'Scores of records from 0 to 1, as docs/quality.md defines them; confidence is the trust in the values, grounding the share of values that stand in the page.',
    labels: { dimension: closed(Object.keys(scores), 'what is scored') },
    buckets: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1],
    from: Object.entries(scores).map(([dimension, where]) => ({
      fact: 'stage',
      where: [is(stage, where), is(outcome, 'ok')],
      value: amount(`score_${dimension}`),
      labels: { dimension: constant(dimension) },
    })),
  }),
  counter({
    name: 'specbook.record.fields',
    unit: '{field}',
    help: 'Fields of records, by whether they have a value: what is found of all of a field is its coverage.',
    labels: {
      field: closed(
        productFieldNames,
        'the field of the product record; of a schema of your own `other`, unless it has that name',
      ),
      result: closed(['found', 'missing'], 'whether the record has a value for it'),
    },
    from: ['found', 'missing'].map((result) => ({
      fact: 'stage',
      where: [is(stage, 'validation'), is(outcome, 'ok'), present(`fields_${result}`)],
      each: `fields_${result}`,
      value: one,
      labels: { field: word, result: constant(result) },
    })),
  }),
  counter({
    name: 'specbook.values',
    unit: '{value}',
    help: 'Values that were looked for in their page. Ungrounded ones of models are what they made up, or misread.',
    labels: {
      source: closed(['model', 'page'], "who proposed the value: a model, or the page's own data"),
      result: closed(['grounded', 'ungrounded'], 'whether it stands in the page as what it is said to be'),
    },
    from: ['grounded', 'ungrounded'].flatMap((result) =>
      ['model', 'page'].map((source) => ({
        fact: 'stage',
        where: [is(stage, 'llm_extraction'), is(outcome, 'ok')],
        value: amount(`${result}_${source}`),
        labels: { source: constant(source), result: constant(result) },
      })),
    ),
  }),
  checked(
    'images',
    '{image}',
    'Pictures that were looked at: their beginning, with their type and size.',
    'a picture of a product',
  ),
  checked('documents', '{document}', 'Spec sheets, manuals and drawings that were looked at.', 'what it is said to be'),
];

function checked(kind: 'images' | 'documents', unit: Unit, help: string, right: string): Metric {
  const results: readonly string[] = ['accepted', 'refused', 'unreachable'];
  return counter({
    name: `specbook.${kind}.checked`,
    unit,
    help,
    labels: { result: closed(results, `whether it is ${right}, or could not be looked at for the moment`) },
    from: results.map((result) => ({
      fact: 'stage',
      where: [is(stage, 'validation')],
      value: amount(`${kind}_${result}`),
      labels: { result: constant(result) },
    })),
  });
}

const outcomes = ['ok', ...failureCategories];

export const specbookCatalogue: CatalogueSlice = {
  pipeline: 'specbook',
  metrics: [
    ...engineMetrics({
      stages,
      categories: failureCategories,
      attempts: ['fetch', 'model_call'],
      endings: endingCategories,
      signals: telemetrySignals,
    }),
    ...scrapingMetrics({ fetchers: ['http', 'impit', 'browser', 'firecrawl'], vendors: blockVendors, outcomes }),
    serviceCredits(['firecrawl']),
    cacheRequests,
    rateLimits,
    limiterWaits,
    ...modelMetrics({ stages, outcomes }),
    ...productMetrics,
  ],
  slos: specbookSlos,
  spans: spans.map((span) =>
    span.fact === 'stage' ? { ...span, attributes: { ...span.attributes, ...scoreAttributes() } } : span,
  ),
};

/** Scores also become events: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-events/ */
function scoreAttributes() {
  return Object.fromEntries(
    Object.keys(scores).map((dimension) => [
      `score_${dimension}`,
      { name: `specbook.score.${dimension}`, help: `${dimension} of the record, from 0 to 1` },
    ]),
  );
}
