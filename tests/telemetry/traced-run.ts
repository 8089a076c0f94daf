import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { observe } from '#core/observe.ts';
import type { Observer } from '#core/observer.ts';
import { steps } from '#core/pipeline.ts';
import type { Json } from '#core/json.ts';
import type { Notice } from '#core/notice.ts';
import type { KeptTrace } from '#core/trace.ts';
import { factRecorder } from '#engine/fact-recorder.ts';
import { runPipeline } from '#engine/run-pipeline.ts';
import * as llm from '#llm/observed.ts';
import type { LanguageModel } from '#llm/language-model.ts';
import { resilient } from '#llm/resilient.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { measureBy } from '#telemetry/measure.ts';
import { fallback } from '#scraping/fallback.ts';
import { judged } from '#scraping/judged.ts';
import { observed } from '#scraping/observed.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';
import { retried } from '#scraping/retried.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { readableSpans } from '#telemetry/readable-span.ts';
import { resourceOf } from '#telemetry/resource.ts';
import { traces } from '#telemetry/traces.ts';
import { memoryBlobStore } from '../fakes/blob-store.ts';
import { idleProcess } from '../fakes/process-state.ts';
import { fakeRandom } from '../fakes/random.ts';
import { stage } from '../engine/harness.ts';
import { completion } from '../llm/completion.ts';

const run = 'run-1';
const retries = { retries: 2, base: 1, cap: 2, patience: 10_000, longestWaitInPlace: 1_000 };
const never = new AbortController().signal;
const clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, milliseconds);
      signal?.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason as Error)), { once: true });
    }),
};

export type Try = {
  /** Asked in order: the next one when the one before it is refused. */
  readonly fetchers: readonly PageFetcher[];
  readonly model?: LanguageModel;
  readonly owner?: string;
  readonly stop?: AbortSignal;
};

export type Traced = {
  readonly spans: readonly ReadableSpan[];
  readonly kept: readonly KeptTrace[];
  readonly notices: readonly Notice[];
};

/** One item through a small pipeline of real decorators, its spans taken by an exporter in memory. */
export function tracedRun(store = sqliteRunStore(':memory:')) {
  return {
    store,
    go: async ({ fetchers, model, owner = 'us', stop = never }: Try): Promise<Traced> => {
      if ((await store.find(run)) === undefined) {
        const header = { id: run, pipeline: 'specbook', project: 'lobby', startedAt: 0 };
        await store.begin({ ...header, configuration: {}, environment: {} });
        const item = { id: 'chair', key: 'shop.test', input: 'https://shop.test/chair' };
        await store.enqueue(run, 0, [{ line: 2, item }], true);
      }
      await store.reclaim(run, Date.now() + 1e9, async () => false);
      const exporter = new InMemorySpanExporter();
      const processor = new SimpleSpanProcessor({ exporter });
      const readable = readableSpans(resourceOf('1'), { name: 'specbook' });
      const kept: KeptTrace[] = [];
      const notices: Notice[] = [];
      const telemetry = traces(
        {
          run: { id: run, pipeline: 'specbook', project: 'lobby', owner, startedAt: 0 },
          slices: [specbookCatalogue],
          measure: measureBy([specbookCatalogue]),
          version: '1',
          clock,
          describe: ({ input, key }) => ({ url: String(input), host: key }),
          traces: {
            policy: { ratio: 0, slow: 1e9, lowScore: 0.5, first: 10 },
            store: {
              keep: async (given) => void kept.push(...given),
              find: async () => undefined,
              prune: async () => 0,
            },
            keepFor: 1e9,
            mostBytes: 1e9,
          },
          log: { to: 'off', level: 'info', maxBytes: 1e6, maxAge: 1e9, keep: 1 },
          process: idleProcess,
          warn: (message) => {
            throw new Error(message);
          },
        },
        (spans) => spans.map(readable).forEach((span) => processor.onEnd(span)),
      );
      const recorder = factRecorder(run, store);
      const observer: Observer = {
        around: telemetry.observer.around,
        fact: (fact) => {
          recorder.fact(fact);
          telemetry.observer.fact(fact);
        },
      };
      const order = { run, source: undefined, alreadyRead: 1, concurrency: 1, drain: never, stop };
      const ports = { store, clock, random: fakeRandom(), owner, isAlive: async () => true, observer, recorder };
      const watch = (notice: Notice) => {
        notices.push(notice);
        telemetry.watch(notice);
      };
      const pipeline = { name: 'specbook', recordSchema: 'thing/1', steps: stepsOf(fetchers, model, observer) };
      await runPipeline(pipeline, order, { ...ports, watch });
      await telemetry.close(undefined);
      const spans = exporter.getFinishedSpans();
      await processor.shutdown();
      return { spans, kept, notices };
    },
  };
}

function stepsOf(fetchers: readonly PageFetcher[], model: LanguageModel | undefined, observer: Observer) {
  const links = fetchers.map((fetcher) =>
    retried(observed(judged(fetcher, memoryBlobStore()), observer, 'fetch'), retries),
  );
  const pages = observed(fallback(links, new Set(['bot_detected'])), observer, 'page');
  const calls = model && resilient(llm.observed(model, observer, 'model_call'), retries);
  return steps<Json>()
    .each(
      stage('scraping', async (url: Json, context) => {
        const { body } = await pages.fetch(new URL(url as string), context);
        return body.length;
      }),
    )
    .each(
      stage('llm_extraction', async (length: Json, context) => {
        if (calls !== undefined) {
          await observe(observer, { kind: 'completion', name: calls.id }, context, (scoped) =>
            calls.complete(completion, scoped),
          );
        }
        return length;
      }),
    )
    .each(
      stage('validation', (length: Json, { note }) => {
        note({ verdict: 'valid', score_completeness: 0.75, label_completeness: 'good', explanation_completeness: 'x' });
        return length;
      }),
    );
}

export type SpanTree = {
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly (readonly [string, unknown])[];
  readonly inside: readonly SpanTree[];
};

/** The spans as a tree, without ids and times; in the order in which they began. */
export function treeOf(spans: readonly ReadableSpan[]): SpanTree {
  const inside = (parent: string | undefined): SpanTree[] =>
    spans
      .filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent)
      .toSorted((one, other) => nanoseconds(one.startTime) - nanoseconds(other.startTime))
      .map((span) => ({
        name: span.name,
        kind: SpanKind[span.kind],
        status: SpanStatusCode[span.status.code],
        attributes: span.attributes,
        events: span.events.map(({ name, attributes }) => [name, attributes] as const),
        inside: inside(span.spanContext().spanId),
      }));
  const [root, ...others] = inside(undefined);
  if (root === undefined || others.length > 0) throw new Error(`${others.length} roots too many`);
  return root;
}

const nanoseconds = ([seconds, rest]: readonly [number, number]) => seconds * 1e9 + rest;
