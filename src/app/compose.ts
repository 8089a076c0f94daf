import type { BlobStore } from '#core/blob-store.ts';
import type { Clock } from '#core/clock.ts';
import type { Observer } from '#core/observer.ts';
import type { Pipeline } from '#core/pipeline.ts';
import type { RetryPolicy } from '#core/retry.ts';
import { sqliteFileVerdicts } from '#cache/sqlite-file-verdicts.ts';
import { sqlitePageCache } from '#cache/sqlite-page-cache.ts';
import type { CacheDatabase } from '#cache/cache-database.ts';
import type { Prompt } from '#extraction/prompt.ts';
import type { Budgets } from '#llm/budget/budgets.ts';
import type { LimiterPools } from '#llm/limiter/pools.ts';
import type { PriceList } from '#llm/prices/price-list.ts';
import { specbook } from '#pipelines/specbook/pipeline.ts';
import type { ProductInput, ProductRecord } from '#pipelines/specbook/record.ts';
import type { RecordSchema } from '#pipelines/specbook/record-schema.ts';
import { inspectDocument } from '#quality/files/inspect-document.ts';
import { inspectImage } from '#quality/files/inspect-image.ts';
import { cached } from '#scraping/cached.ts';
import { disclosed } from '#scraping/disclosed.ts';
import { fallback } from '#scraping/fallback.ts';
import { sendWith } from '#scraping/http-request.ts';
import { httpFileChecker } from '#scraping/file-request.ts';
import { judged } from '#scraping/judged.ts';
import { observed } from '#scraping/observed.ts';
import { heeding, hostWishes } from '#scraping/politeness/host-wishes.ts';
import { politeHosts } from '#scraping/politeness/hosts.ts';
import { polite } from '#scraping/politeness/polite.ts';
import { robots } from '#scraping/politeness/robots.ts';
import { pageArtifact } from '#scraping/page-artifact.ts';
import { retried } from '#scraping/retried.ts';
import type { UrlSealer } from '#scraping/seal-url.ts';
import { sealed, sealedFiles } from '#scraping/sealed.ts';
import { composeExtractor, extractorIdentity, modelTime } from './compose-models.ts';
import { chooseFetchers, plainFetcher } from './fetcher-choice.ts';
import type { ModelChoice } from './model-choice.ts';
import type { Network } from './network.ts';
import type { Settings } from './settings.ts';

export type Surroundings = {
  readonly cache: CacheDatabase;
  readonly blobs: BlobStore;
  readonly sealer: UrlSealer;
  readonly clock: Clock;
  readonly observer: Observer;
  /** Stores what is known so far of an item's attempts. */
  readonly commitFacts: (item: string) => Promise<void>;
  readonly model: ModelChoice;
  readonly prices: PriceList;
  readonly budgets: Budgets;
  readonly prompt: Prompt | undefined;
  readonly schema: RecordSchema;
  readonly limiters: LimiterPools;
  readonly network: Network;
};

/** Puts the pipeline together from its parts. The order of the decorators is decided here and only here. */
export function composeSpecbook(settings: Settings, around: Surroundings): Pipeline<ProductInput, ProductRecord> {
  const { scraping, cache, validation } = settings;
  const { blobs, sealer, network, observer, model, clock } = around;
  const { credentials } = network.sessions;

  const hosts = politeHosts(paceOf(scraping), clock.now);
  const wishes = hostWishes(hosts, clock.now);
  const rules = robots(plainFetcher(settings, network, wishes));
  const fetchers = chooseFetchers(settings, network, wishes);
  const links = fetchers.map(({ fetcher, retries }) => {
    const opened = sealed(fetcher, sealer);
    const attempts = observed(judged(settings.traces.content ? disclosed(opened) : opened, blobs), observer, 'fetch');
    return retried(polite(attempts, hosts, rules, scraping.robots), retryPolicy(retries, scraping.patience));
  });
  const fetched = fallback(links, new Set(scraping.fallbackOn));
  const pages = observed(
    cached(fetched, sqlitePageCache(around.cache, blobs, cache.maxBytes), cache),
    observer,
    'page',
  );
  const looking = { timeout: fileTimeout, send: heeding(sendWith(network.dial), wishes), credentials };
  const images = httpFileChecker({ ...looking, kind: 'image', inspect: inspectImage });
  const documents = httpFileChecker({ ...looking, kind: 'document', inspect: inspectDocument });

  return specbook({
    schema: around.schema,
    pages,
    pageArtifact: pageArtifact(blobs),
    extractor: composeExtractor(settings, retryPolicy(settings.model.retries, scraping.patience), around),
    extractorIdentity: extractorIdentity(settings, around),
    model: model.kind === 'model' ? { id: model.name, standIn: model.standIn } : undefined,
    files: {
      image: sqliteFileVerdicts(around.cache, 'images', sealedFiles(images, sealer), cache),
      document: sqliteFileVerdicts(around.cache, 'documents', sealedFiles(documents, sealer), cache),
      mostImages: validation.imagesChecked,
      mostDocuments: validation.documentsChecked,
    },
    deadlines: {
      scraping: fetchers.reduce((sum, { timeout, retries }) => sum + totalTime(timeout, retries), 0),
      extraction: modelTime(settings, model),
      validation: 6 * fileTimeout,
    },
  });
}

const paceOf = ({ hostConcurrency: concurrency, hostInterval: interval, hostPace }: Settings['scraping']) => ({
  concurrency,
  interval,
  adapts: hostPace === 'adaptive',
});

/** Milliseconds for the beginning of a picture or document. */
const fileTimeout = 10_000;

/** Milliseconds: the waits of half a second and up keep clear of a site that stumbles, and 30 s are enough. */
function retryPolicy(retries: number, patience: number): RetryPolicy {
  return { retries, patience, base: 500, cap: 30_000, longestWaitInPlace: 5_000 };
}

/** Milliseconds that all attempts together may take, waits in place included. */
function totalTime(timeout: number, retries: number): number {
  return (retries + 1) * (timeout + 5_000);
}
