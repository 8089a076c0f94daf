import type { BlobStore } from '#core/blob-store.ts';
import type { Observer } from '#core/observer.ts';
import type { Pipeline } from '#core/pipeline.ts';
import type { RetryPolicy } from '#core/retry.ts';
import { sqliteImageVerdicts } from '#cache/sqlite-image-verdicts.ts';
import { sqlitePageCache } from '#cache/sqlite-page-cache.ts';
import type { CacheDatabase } from '#cache/cache-database.ts';
import { automaticExtractor } from '#extraction/automatic.ts';
import type { Extractor } from '#extraction/extractor.ts';
import { modelExtractor } from '#extraction/model-extractor.ts';
import type { Prompt } from '#extraction/prompt.ts';
import { structuredExtractor } from '#extraction/structured-extractor.ts';
import * as llm from '#llm/observed.ts';
import { openAiModel } from '#llm/openai-model.ts';
import { resilient } from '#llm/resilient.ts';
import { specbook } from '#pipelines/specbook/pipeline.ts';
import type { ProductInput, ProductRecord } from '#pipelines/specbook/record.ts';
import type { RecordSchema } from '#pipelines/specbook/record-schema.ts';
import { sniffImage } from '#quality/sniff-image.ts';
import { cached } from '#scraping/cached.ts';
import { fallback } from '#scraping/fallback.ts';
import { sendWith } from '#scraping/http-request.ts';
import { httpImageChecker } from '#scraping/image-request.ts';
import { judged } from '#scraping/judged.ts';
import { observed } from '#scraping/observed.ts';
import { pageArtifact } from '#scraping/page-artifact.ts';
import { retried } from '#scraping/retried.ts';
import { chooseFetchers } from './fetcher-choice.ts';
import type { ModelChoice } from './model-choice.ts';
import type { Network } from './network.ts';
import type { Settings } from './settings.ts';

export type Surroundings = {
  readonly cache: CacheDatabase;
  readonly blobs: BlobStore;
  readonly observer: Observer;
  readonly model: ModelChoice;
  readonly prompt: Prompt | undefined;
  readonly schema: RecordSchema;
  readonly network: Network;
};

/** Puts the pipeline together from its parts. The order of the decorators is decided here and only here. */
export function composeSpecbook(settings: Settings, around: Surroundings): Pipeline<ProductInput, ProductRecord> {
  const { scraping, cache, validation } = settings;
  const { blobs, observer, model } = around;

  const fetchers = chooseFetchers(settings, around.network);
  const links = fetchers.map(({ fetcher, retries }) =>
    retried(observed(judged(fetcher, blobs), observer, 'fetch'), retryPolicy(retries, scraping.patience)),
  );
  const fetched = fallback(links, new Set(scraping.fallbackOn));
  const pages = observed(
    cached(fetched, sqlitePageCache(around.cache, blobs, cache.maxBytes), cache),
    observer,
    'page',
  );
  const images = sqliteImageVerdicts(
    around.cache,
    httpImageChecker({ timeout: imageTimeout, send: sendWith(around.network.dial), sniff: sniffImage }),
    cache,
  );

  return specbook({
    schema: around.schema,
    pages,
    pageArtifact: pageArtifact(blobs),
    extractor: extractorFor(settings, around),
    extractorIdentity: identity(settings, around),
    model: model.kind === 'model' ? { id: model.name, standIn: model.standIn } : undefined,
    images: { check: images, mostChecked: validation.imagesChecked },
    deadlines: {
      scraping: fetchers.reduce((sum, { timeout, retries }) => sum + totalTime(timeout, retries), 0),
      extraction: totalTime(settings.model.timeout, settings.model.retries),
      validation: 6 * imageTimeout,
    },
  });
}

/** Milliseconds for the first bytes of a picture. */
const imageTimeout = 10_000;

/** Milliseconds: the waits of half a second and up keep clear of a site that stumbles, and 30 s are enough. */
function retryPolicy(retries: number, patience: number): RetryPolicy {
  return { retries, patience, base: 500, cap: 30_000, longestWaitInPlace: 5_000 };
}

/** Milliseconds that all attempts together may take, waits in place included. */
function totalTime(timeout: number, retries: number): number {
  return (retries + 1) * (timeout + 5_000);
}

function extractorFor(settings: Settings, { model, observer, prompt }: Surroundings): Extractor {
  const structured = structuredExtractor();
  if (model.kind === 'none' || prompt === undefined) return structured;
  const { timeout, retries, maxOutputTokens, structuredOutputs } = settings.model;
  const { name, baseUrl, apiKey } = model;
  const answers = modelExtractor({
    model: resilient(
      llm.observed(openAiModel({ id: name, baseUrl, apiKey, timeout, structuredOutputs }), observer),
      retryPolicy(retries, settings.scraping.patience),
    ),
    prompt,
    maxOutputTokens,
    maxDocumentCharacters: settings.extraction.maxDocumentCharacters,
  });
  return settings.extraction.strategy === 'llm' ? answers : automaticExtractor({ structured, model: answers });
}

function identity(settings: Settings, { model, prompt }: Surroundings): string {
  if (model.kind === 'none') return 'structured';
  return [settings.extraction.strategy, model.name, prompt?.hash, settings.extraction.maxDocumentCharacters].join(' ');
}
