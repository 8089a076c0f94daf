import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDemoModel } from '#demo/model/server.ts';
import { startDemoSite } from '#demo/site/demo-site.ts';
import { refusedWith, scraped, startFirecrawlServer } from '../tests/fixtures/firecrawl-server.ts';

/** A site with all its faults, a model with all of its own, and a scraping service that has to be asked twice. */
export type EveryFault = {
  /** How many pages there are. */
  readonly pages: number;
  /** Writes the list of its pages, and a configuration in which everything happens. */
  configure(directory: string, budget: Readonly<Record<string, unknown>>): void;
  close(): Promise<void>;
};

export async function startEveryFault(): Promise<EveryFault> {
  const site = await startDemoSite({ port: 0, allFaults: true });
  const model = await startDemoModel({ port: 0, faults: { rate: 0.2 }, limits: allowed });
  const service = await startFirecrawlServer();
  service.answer(refusedWith(429, 'Rate limit exceeded'));
  const relenting = setInterval(() => {
    if (service.requests.length > 0) service.answer(scraped('<title>Stool</title><h1>Oak stool</h1>'.repeat(20)));
  }, 50);
  const urls = site.rows.map(({ url }) => url);
  return {
    pages: urls.length,
    configure: (directory, budget) => {
      writeFileSync(join(directory, 'urls.txt'), urls.join('\n'));
      writeFileSync(
        join(directory, 'specbook.yaml'),
        JSON.stringify({
          run: { input: 'urls.txt', concurrency: 40, project: 'lobby', formats: 'jsonl', maxFailureRate: 1 },
          scraping: {
            timeout: '4s',
            retries: 1,
            patience: '6s',
            hostConcurrency: 40,
            // It is one host, of ours, for all shops that it plays: what one page asks for must not slow the others.
            hostPace: 'fixed',
            fetchers: 'http,impit,firecrawl',
          },
          firecrawl: { baseUrl: service.baseUrl, creditPrice: 0.001, timeout: '5s' },
          model: {
            name: 'demo-model',
            baseUrl: model.baseUrl,
            timeout: '3s',
            limits,
            retries: 1,
            further: [{ name: 'spare', id: 'demo-model', baseUrl: model.baseUrl, limits }],
            fallback: ['spare'],
          },
          // Without a budget the first model is one at a price that nobody knows.
          prices: {
            models: { spare: prices, ...(Object.keys(budget).length === 0 ? {} : { 'demo-model': prices }) },
          },
          budget,
        }),
      );
    },
    close: async () => {
      clearInterval(relenting);
      await Promise.all([site.close(), model.close(), service.close()]);
    },
  };
}

/** More than the model allows: some calls wait here, and some are told to slow down there. */
const limits = 'rpm=12,minute=1s';
const allowed = { kind: 'sliding', window: 1_000, requests: 6, silent: true } as const;

/** US dollars for a million tokens. */
const prices = { input: 0.2, output: 0.8 };
