import { describe, expect, test } from 'vitest';
import { promqlOf, ratio, shareOf } from '#operations/promql/promql.ts';
import { windowOf } from '#operations/promql/window.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { metricsOf, queryProblems } from './query-problems.ts';

const { metrics } = specbookCatalogue;
const promql = promqlOf(specbookCatalogue);
const scope = 'job="specbook-ledger",pipeline="specbook"';

describe('queries of the ledger', () => {
  test.each([
    [
      'what a counter has grown by',
      promql.increase('specbook.failures', '1h', { where: { 'error.type': 'bot_detected' }, by: ['error.type'] }),
      `sum by (pipeline, error_type) (increase(specbook_failures_total{${scope},error_type="bot_detected"}[1h]))`,
    ],
    [
      'how many a histogram has observed',
      promql.increase('specbook.item.duration', '5m'),
      `sum by (pipeline) (increase(specbook_item_duration_seconds_count{${scope}}[5m]))`,
    ],
    [
      'several values, and none of several',
      promql.rate('specbook.items', '5m', { where: { outcome: ['failed', 'skipped'] } }),
      `sum by (pipeline) (rate(specbook_items_total{${scope},outcome=~"failed|skipped"}[5m]))`,
    ],
    [
      'all but one',
      promql.series('specbook.items', { outcome: { not: 'not_found' } }),
      `specbook_items_total{${scope},outcome!="not_found"}`,
    ],
    [
      'a mean',
      promql.mean('specbook.quality.score', '6h', { where: { dimension: 'overall' } }),
      `sum by (pipeline) (increase(specbook_quality_score_sum{${scope},dimension="overall"}[6h])) / ` +
        `(sum by (pipeline) (increase(specbook_quality_score_count{${scope},dimension="overall"}[6h])) > 0)`,
    ],
    [
      'a quantile',
      promql.quantile(0.99, 'gen_ai.client.inference.duration', '$__rate_interval', { by: ['gen_ai.request.model'] }),
      'histogram_quantile(0.99, sum by (le, pipeline, gen_ai_request_model) ' +
        `(rate(gen_ai_client_inference_duration_seconds_bucket{${scope}}[$__rate_interval])))`,
    ],
    [
      'how many were within a bound, whichever way a Prometheus writes it',
      promql.within(10, 'specbook.stage.duration', '1h', { by: ['stage'] }),
      `sum by (pipeline, stage) (increase(specbook_stage_duration_seconds_bucket{${scope},le=~"10([.]0)?"}[1h]))`,
    ],
    [
      'a gauge',
      promql.gauge('specbook.run.last.duration'),
      `max by (pipeline) (specbook_run_last_duration_seconds{${scope}})`,
    ],
    [
      'a gauge, of each label',
      promql.gauge('specbook.runs', { by: ['state'] }, 'sum'),
      `sum by (pipeline, state) (specbook_runs{${scope}})`,
    ],
  ])('%s', (_what, query, expected) => {
    expect(query).toBe(expected);
    expect(queryProblems(query, metrics)).toEqual([]);
  });

  test('a share is nothing where there is no whole, and zero where no part has ever been', () => {
    const query = ratio('part', 'whole');
    expect(query).toBe('(part or whole * 0) / (whole > 0)');
    const failed = promql.increase('specbook.items', '1h', { where: { outcome: 'failed' } });
    expect(queryProblems(ratio(failed, promql.increase('specbook.items', '1h')), metrics)).toEqual([]);
  });

  test('shares of one whole', () => {
    const outcomes = promql.increase('specbook.items', '1h', { by: ['outcome'] });
    const query = shareOf(outcomes, promql.increase('specbook.items', '1h'));
    expect(query).toContain(' / on (pipeline) group_left () (sum by (pipeline)');
    expect(queryProblems(query, metrics)).toEqual([]);
  });

  test('variables of a dashboard stand for several values', () => {
    const chosen = promqlOf(specbookCatalogue, { pipeline: '$pipeline' });
    const query = chosen.increase('specbook.model.calls', '$__rate_interval', {
      where: { 'gen_ai.request.model': '$model' },
    });
    expect(query).toContain('pipeline=~"$pipeline",gen_ai_request_model=~"$model"');
    expect(queryProblems(query, metrics)).toEqual([]);
  });
});

describe('what is not in the catalogue cannot be asked for', () => {
  test.each([
    ['a metric', () => promql.increase('specbook.products', '1h'), 'has no metric specbook.products'],
    ['a label', () => promql.gauge('specbook.runs', { by: ['host'] }), 'specbook.runs has no label host'],
    ['a matcher', () => promql.series('specbook.runs', { host: 'a' }), 'specbook.runs has no label host'],
    ['a value', () => promql.series('specbook.runs', { state: 'lost' }), 'state of specbook.runs is never lost'],
    ['a gauge as a counter', () => promql.rate('specbook.runs', '1h'), 'specbook.runs is a gauge'],
    ['a counter as a gauge', () => promql.gauge('specbook.items'), 'specbook.items is a counter'],
    ['a counter as a histogram', () => promql.mean('specbook.items', '1h'), 'specbook.items is no histogram'],
    ['a bound', () => promql.within(7, 'specbook.item.duration', '1h'), 'has no bucket up to 7'],
  ])('%s', (_what, ask, complaint) => {
    expect(ask).toThrow(complaint);
  });
});

describe('problems of a query are found', () => {
  test.each([
    ['sum(rate(specbook_items_total{job="x"}[5m])', 'does not parse'],
    ['specbook_products_total', 'no metric'],
    ['specbook_items_total{host="a"}', 'no label host'],
    ['sum by (host) (specbook_items_total)', 'no label host'],
  ])('%s: %s', (query, problem) => {
    expect(queryProblems(query, metrics).join('\n')).toContain(problem);
  });

  test('the metrics of a query', () => {
    expect(metricsOf('sum(rate(a_total[5m])) / sum(b_count{x="1"})')).toEqual(['a_total', 'b_count']);
  });
});

test.each([
  [3_600, '1h'],
  [90, '90s'],
  [259_200, '3d'],
  [0.5, '500ms'],
  [0, '1ms'],
] as const)('%d s is written %s', (seconds, window) => {
  expect(windowOf(seconds)).toBe(window);
});
