import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { LanguageModel } from '#llm/language-model.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';
import { rootSpanId, runSpanId, runTraceId } from '#telemetry/span-id.ts';
import { fakeLanguageModel } from '../fakes/language-model.ts';
import { fakePage, observesAll } from '../fakes/page.ts';
import { type Traced, tracedRun, treeOf } from './traced-run.ts';

const address = 'https://shop.test/chair';

/** A fetcher that says what a real one says of an attempt. */
function fetcher(name: string, ...statuses: readonly number[]): PageFetcher {
  let asked = 0;
  return {
    name,
    observes: observesAll,
    fetch: async (url, context) => {
      const status = statuses[Math.min(asked, statuses.length - 1)] ?? 200;
      asked += 1;
      context.note({ url: url.href, fetcher: name, status, bytes: 80, cookie: 'never shown' });
      const refusal = '<title>Attention Required! | Cloudflare</title><p>Sorry, you have been blocked</p>';
      return status === 403 ? fakePage({ status, body: refusal, headers: { 'cf-ray': '1' } }) : fakePage({ status });
    },
  };
}

/** A model whose answers cost something. */
function model(...answers: readonly (Json | Error)[]): LanguageModel {
  const fake = fakeLanguageModel(...answers);
  return {
    id: 'small-1',
    complete: async (request, context) => {
      context.note({ model: 'small-1', provider: 'acme' });
      const answered = await fake.complete(request, context);
      context.note({
        response_model: answered.model,
        finish_reason: 'stop',
        input_tokens: 100,
        cost_source: 'unpriced',
      });
      return answered;
    },
  };
}

const root = (more: object) => ({
  'specbook.item.id': 'chair',
  'specbook.run.id': 'run-1',
  'specbook.pipeline': 'specbook',
  'specbook.project': 'lobby',
  'url.full': address,
  'server.address': 'shop.test',
  'specbook.trace.kept': 'first',
  'specbook.outcome': 'succeeded',
  ...more,
});
const get = (name: string, status: number, more: object = {}) => ({
  'http.request.method': 'GET',
  'url.full': address,
  'specbook.fetcher': name,
  'http.response.status_code': status,
  'http.response.body.size': 80,
  ...more,
});
const quiet = { kind: 'INTERNAL', status: 'UNSET', attributes: {}, events: [], inside: [] };
const bad = { ...quiet, status: 'ERROR' };
const extraction = { ...quiet, name: 'llm_extraction' };
const score = {
  'gen_ai.evaluation.name': 'completeness',
  'gen_ai.evaluation.score.value': 0.75,
  'gen_ai.evaluation.score.label': 'good',
  'gen_ai.evaluation.explanation': 'x',
};
const validation = {
  ...quiet,
  name: 'validation',
  attributes: { 'specbook.verdict': 'valid', 'specbook.score.completeness': 0.75 },
  events: [['gen_ai.evaluation.result', score]],
};
const scrapingOk = {
  ...quiet,
  name: 'scraping',
  inside: [
    {
      ...quiet,
      name: 'page',
      inside: [{ ...quiet, name: 'GET', kind: 'CLIENT', attributes: get('http', 200) }],
    },
  ],
};

function linksOf({ spans }: Traced) {
  const top = spans.find(({ parentSpanContext }) => parentSpanContext === undefined);
  return top?.links.map(({ context, attributes }) => ({ ...context, ...attributes }));
}

describe('the trace of one item', () => {
  test('that succeeds', async () => {
    const traced = await tracedRun().go({ fetchers: [fetcher('http', 200)], model: model({ name: 'Chair' }) });
    const call = {
      ...quiet,
      name: 'chat small-1',
      kind: 'CLIENT',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'acme',
        'gen_ai.request.model': 'small-1',
        'gen_ai.response.model': 'fake-model-2026',
        'gen_ai.response.finish_reasons': ['stop'],
        'gen_ai.usage.input_tokens': 100,
        'specbook.cost.source': 'unpriced',
      },
    };
    expect(treeOf(traced.spans)).toEqual({
      ...quiet,
      name: 'item',
      attributes: root({}),
      inside: [scrapingOk, { ...extraction, inside: [{ ...quiet, name: 'completion', inside: [call] }] }, validation],
    });
    expect(linksOf(traced)).toMatchObject([
      { traceId: runTraceId('run-1', 'us'), spanId: runSpanId('run-1', 'us'), 'specbook.link': 'run' },
    ]);
    const [started] = traced.notices;
    const traceId = started?.kind === 'started' ? started.traceId : '';
    expect(new Set(traced.spans.map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
  });

  test('whose page does not exist: a documented outcome, and no error', async () => {
    const { spans } = await tracedRun().go({ fetchers: [fetcher('http', 404)] });
    const gone = { 'error.type': 'not_found' };
    const said = { 'exception.message': 'the site answered with status 404' };
    const evidence = { 'specbook.failure.evidence': 'status 404', 'specbook.verdict.confidence': 'declared' };
    expect(treeOf(spans)).toEqual({
      ...quiet,
      name: 'item',
      attributes: root({ 'specbook.outcome': 'not_found', 'specbook.trace.kept': 'failed', ...gone, ...said }),
      inside: [
        {
          ...quiet,
          name: 'scraping',
          attributes: gone,
          inside: [
            {
              ...quiet,
              name: 'page',
              attributes: gone,
              inside: [
                {
                  ...quiet,
                  name: 'GET',
                  kind: 'CLIENT',
                  attributes: get('http', 404, {
                    ...gone,
                    ...said,
                    'specbook.failure.evidence': ['status 404'],
                    'specbook.verdict.confidence': 'declared',
                    'specbook.snapshot': expect.stringMatching(/^[\da-f]{64}$/u) as string,
                  }),
                  events: [['specbook.refused', { ...gone, ...evidence }]],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test('that is refused, tried again in vain, and brought by another fetcher', async () => {
    const { spans, kept } = await tracedRun().go({ fetchers: [fetcher('http', 503, 403), fetcher('browser', 200)] });
    const tree = treeOf(spans);
    const [scraping] = tree.inside;
    const [page] = scraping?.inside ?? [];
    expect(tree).toMatchObject({ status: 'UNSET', attributes: root({ 'specbook.trace.kept': 'retried' }) });
    expect(page).toMatchObject({ name: 'page', status: 'UNSET' });
    expect(page?.events).toEqual([
      [
        'specbook.retry_wait',
        { 'specbook.wait': expect.any(Number) as number, 'specbook.retry.reason': 'http_server_error' },
      ],
      [
        'specbook.fallback',
        { 'specbook.fallback.from': 'http', 'specbook.fallback.to': 'browser', 'error.type': 'bot_detected' },
      ],
    ]);
    const [first, ...others] = page?.inside ?? [];
    expect(first).toMatchObject({
      ...bad,
      kind: 'CLIENT',
      attributes: get('http', 503, { 'error.type': 'http_server_error' }),
      events: [['specbook.refused', { 'error.type': 'http_server_error' }]],
    });
    expect(others.map(({ status, attributes }) => ({ status, attributes }))).toEqual([
      {
        status: 'ERROR',
        attributes: get('http', 403, {
          'error.type': 'bot_detected',
          'specbook.attempt': 2,
          'specbook.bot.vendor': 'cloudflare',
          'http.request.resend_count': 1,
          'specbook.retry.reason': 'http_server_error',
          'specbook.verdict.confidence': 'corroborated',
          'specbook.snapshot': expect.any(String) as string,
        }),
      },
      { status: 'UNSET', attributes: get('browser', 200, { 'specbook.attempt': 3 }) },
    ]);
    expect(kept[0]?.reasons).toEqual(['retried', 'first']);
  });

  test('whose model asks to slow down, and answers after the item was parked', async () => {
    const busy = new PipelineError('llm_rate_limited', 'slow down', { retryAfter: 5 });
    const traced = await tracedRun().go({ fetchers: [fetcher('http', 200)], model: model(busy, { name: 'Chair' }) });
    const tree = treeOf(traced.spans);
    expect(tree).toMatchObject({
      status: 'UNSET',
      attributes: root({ 'specbook.trace.kept': 'retried' }),
      events: [
        [
          'specbook.parked',
          {
            'specbook.parked.until': expect.stringMatching(/Z$/u) as string,
            'specbook.parked.scope': 'key',
            'specbook.retry.reason': 'llm_rate_limited',
          },
        ],
      ],
    });
    // Everything before the model is done again, and is the same operation.
    expect(tree.inside.map(({ name }) => name)).toEqual(['scraping', 'llm_extraction', 'validation']);
    const calls = tree.inside[1]?.inside[0]?.inside ?? [];
    expect(
      calls.map(({ name, status, attributes }) => [
        name,
        status,
        attributes['error.type'],
        attributes['http.request.resend_count'],
      ]),
    ).toEqual([
      ['chat small-1', 'ERROR', 'llm_rate_limited', undefined],
      ['chat small-1', 'UNSET', undefined, 1],
    ]);
    // The operation began with the first call, although it was taken up again later.
    const [first, second] = traced.spans.filter(({ name }) => name === 'chat small-1');
    const whole = traced.spans.find(({ name }) => name === 'completion');
    expect(whole?.startTime).toEqual(first?.startTime);
    expect(Number(second?.startTime[1])).not.toEqual(Number(first?.startTime[1]));
  });

  test('that is cut off: what had begun ends there', async () => {
    const stop = new AbortController();
    const hanging: PageFetcher = {
      name: 'http',
      observes: observesAll,
      fetch: async () => {
        setImmediate(() => stop.abort(new PipelineError('cancelled', 'stopped')));
        return new Promise(() => {});
      },
    };
    const { spans } = await tracedRun().go({ fetchers: [hanging], stop: stop.signal });
    const cut = { ...bad, attributes: { 'error.type': 'cancelled' } };
    const attributes = { 'http.request.method': 'GET', 'error.type': 'cancelled' };
    expect(treeOf(spans)).toEqual({
      ...bad,
      name: 'item',
      attributes: root({
        'specbook.outcome': 'unfinished',
        'specbook.trace.kept': 'unfinished',
        'error.type': 'cancelled',
      }),
      inside: [
        {
          ...cut,
          name: 'scraping',
          inside: [{ ...cut, name: 'page', inside: [{ ...cut, name: 'GET', kind: 'CLIENT', attributes }] }],
        },
      ],
    });
  });

  test('that is resumed by another process: a trace of its own, linked to the first', async () => {
    const stop = new AbortController();
    const stopping: PageFetcher = {
      name: 'http',
      observes: observesAll,
      fetch: async (_url, context) => {
        stop.abort(new PipelineError('cancelled', 'stopped'));
        context.signal.throwIfAborted();
        throw new Error('not reached');
      },
    };
    const runs = tracedRun();
    const before = await runs.go({ fetchers: [stopping], stop: stop.signal });
    const after = await runs.go({ fetchers: [fetcher('http', 200)], owner: 'others' });
    const earlier = before.kept[0]?.traceId ?? '';
    expect(treeOf(before.spans).attributes).toMatchObject({ 'error.type': 'cancelled' });
    expect(linksOf(after)).toMatchObject([
      { traceId: runTraceId('run-1', 'others'), 'specbook.link': 'run' },
      { traceId: earlier, spanId: rootSpanId(earlier), 'specbook.link': 'earlier' },
    ]);
    expect(after.kept[0]?.traceId).not.toBe(earlier);
    const [scraping, ...others] = treeOf(after.spans).inside;
    expect(others.map(({ name }) => name)).toEqual(['llm_extraction', 'validation']);
    const attempts = scraping?.inside[0]?.inside.map(({ attributes }) => attributes);
    // The attempt that was cut off is on record, and is no failure that this one repeats.
    expect(attempts).toEqual([get('http', 200, { 'specbook.attempt': 2 })]);
  });
});
