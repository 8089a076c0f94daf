import { failureCategories } from '#core/failure.ts';
import type { Fact } from '#core/fact.ts';
import { productFieldNames } from '#pipelines/specbook/product.ts';
import { blockVendors } from '#scraping/block-signals.ts';
import { fact } from '../fakes/fact.ts';

const outcomes = ['ok', ...failureCategories] as const;
const stages = ['scraping', 'html_processing', 'llm_extraction', 'validation', 'a stage of somebody else'];
const caches = ['hit', 'miss', 'expired', 'revalidated', 'stale', 'negative', 'bypassed', 'odd'];
const models = Array.from({ length: 20 }, (_, number) => `model-${number}`);

/** Facts with every value that a label of the catalogue may have, and more models than there is room for. */
export function factsWithEveryLabel(): readonly Fact[] {
  return [
    ...['succeeded', 'failed', 'not_found', 'skipped'].flatMap((outcome) =>
      outcomes.map((category) =>
        fact({ kind: 'settlement', outcome: category, duration: 90, attributes: { outcome } }),
      ),
    ),
    ...stages.map((stage) =>
      fact({
        kind: 'stage',
        stage,
        duration: 20,
        attributes: {
          verdict: 'valid',
          fields_found: productFieldNames.join(','),
          fields_missing: [...productFieldNames, 'fire rating'].join(','),
          score_completeness: 0.7,
          score_confidence: 0.8,
          score_grounding: 1,
          grounded_model: 3,
          ungrounded_model: 1,
          grounded_page: 5,
          ungrounded_page: 2,
          images_accepted: 2,
          images_refused: 1,
        },
      }),
    ),
    ...outcomes.flatMap((outcome) =>
      ['http', 'impit', 'browser', 'firecrawl', 'odd'].map((fetcher) =>
        fact({
          kind: 'fetch',
          outcome,
          duration: 120,
          attributes: {
            fetcher,
            bytes: 1_000,
            limiter_wait: 40,
            retry: 1,
            retry_reason: outcome,
            cost_nano_dollars: 5,
            cost_source: 'estimated',
          },
        }),
      ),
    ),
    ...blockVendors.map((vendor) =>
      fact({ kind: 'fetch', outcome: 'bot_detected', attributes: { fetcher: 'http', vendor } }),
    ),
    fact({ kind: 'fetch', outcome: 'rate_limited', attributes: { fetcher: 'http', service: 'firecrawl' } }),
    ...caches.flatMap((cache) => [
      fact({ kind: 'page', attributes: { cache, fetcher: 'http' } }),
      fact({ kind: 'completion', stage: 'llm_extraction', attributes: { cache } }),
    ]),
    ...outcomes.flatMap((outcome) =>
      models.flatMap((model, number) =>
        ['fences', 'prose', 'repaired_json', 'repair_turn'].map((recovery) =>
          fact({
            kind: 'model_call',
            stage: 'llm_extraction',
            outcome,
            duration: 700,
            attributes: {
              model,
              recovery,
              retry: 1,
              retry_reason: outcome,
              input_tokens: 900,
              cached_tokens: 100,
              output_tokens: 50,
              reasoning_tokens: 10,
              cost_nano_dollars: 1_500,
              cost_source: ['reported', 'estimated', 'unpriced'][number % 3] ?? '',
            },
          }),
        ),
      ),
    ),
    ...models.map((model) => fact({ kind: 'completion', stage: 'llm_extraction', attributes: { fallback: model } })),
  ];
}
