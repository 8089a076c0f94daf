import { z } from 'zod';
import { duration, listOf } from '#config/setting.ts';
import { categoriesThatGoOn, fetchCategories } from './fallback-rules.ts';

/** Every way to bring a page that can be configured. */
export const fetcherNames = ['http', 'impit', 'browser', 'firecrawl'] as const;
export type FetcherName = (typeof fetcherNames)[number];

export const scrapingSettings = z.strictObject({
  timeout: duration('30s', {
    description: 'how long one attempt to fetch a page may take, redirects and body included',
    flag: '--timeout <duration>',
    env: ['SPECBOOK_TIMEOUT'],
  }),
  maxBytes: z.number().int().min(1_000).default(10_000_000).meta({
    description: 'the largest page, in bytes after decompression',
    flag: '--max-bytes <bytes>',
  }),
  credentialsFile: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'a YAML file with what sites want to see before they open: user and password, or headers, by host',
      flag: '--credentials <file>',
      env: ['SPECBOOK_CREDENTIALS_FILE'],
    }),
  maxRedirects: z.number().int().min(0).max(50).default(10).meta({
    description: 'how many redirects are followed',
  }),
  retries: z
    .number()
    .int()
    .min(0)
    .max(20)
    .default(3)
    .meta({
      description: 'how often a failed attempt is repeated; waiting for a host that asked us to costs none',
      flag: '--retries <count>',
      env: ['SPECBOOK_RETRIES'],
    }),
  hostConcurrency: z
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(4)
    .meta({
      description: 'how many requests may be under way to one host at once; fewer when it is slow or asks for it',
      flag: '--host-concurrency <count>',
      env: ['SPECBOOK_HOST_CONCURRENCY'],
    }),
  hostInterval: duration('0s', {
    description: 'the least time between the beginnings of two requests to one host; robots.txt may ask for more',
    flag: '--host-interval <duration>',
  }),
  hostPace: z
    .enum(['adaptive', 'fixed'])
    .default('adaptive')
    .meta({
      description:
        '`adaptive`: a host that is slow or asks for it is asked less for a while; `fixed`: it gets the time it asks for, and no more',
      flag: '--host-pace <pace>',
      env: ['SPECBOOK_HOST_PACE'],
    }),
  robots: z
    .enum(['obey', 'warn', 'ignore'])
    .default('obey')
    .meta({
      description:
        'what is done about robots.txt: `obey` it, `warn` (fetch even so, and say it on the trace), or `ignore` it',
      flag: '--robots <policy>',
      env: ['SPECBOOK_ROBOTS'],
    }),
  patience: duration('15m', {
    description: 'how long after the first attempt a page may still be tried',
    flag: '--patience <duration>',
  }),
  fetchers: listOf('fetcher', fetcherNames, 'http,impit', {
    description:
      'who is asked for a page, one after the other: `http`, `impit` (the fingerprint of a current browser), ' +
      '`browser` (an installed Chromium, which runs the scripts of a page), `firecrawl` (a paid service, or one of your own)',
    flag: '--fetchers <names>',
    env: ['SPECBOOK_FETCHERS'],
  }),
  fallbackOn: listOf('failure of a fetcher', [...fetchCategories], categoriesThatGoOn.join(','), {
    description: 'the failures after which the next of the fetchers is asked',
  }),
});

export const firecrawlSettings = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/u, error: 'expected an http or https URL' })
    .optional()
    .meta({
      description: "the address of a Firecrawl of your own; Firecrawl's service when left out",
      env: ['SPECBOOK_FIRECRAWL_BASE_URL', 'FIRECRAWL_API_URL'],
    }),
  apiKey: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'the key for it',
      env: ['SPECBOOK_FIRECRAWL_API_KEY', 'FIRECRAWL_API_KEY'],
      secret: true,
    }),
  apiKeyFile: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'a file that holds the key', env: ['SPECBOOK_FIRECRAWL_API_KEY_FILE'] }),
  timeout: duration('90s', { description: 'how long it may take to bring a page' }),
  proxy: z.enum(['basic', 'stealth', 'auto']).default('auto').meta({
    description: 'how it goes to the site; `auto` turns to `stealth`, which costs more credits, when it has to',
  }),
  creditPrice: z.number().min(0).max(100).optional().meta({
    description: 'what a credit costs, in US dollars; without it costs are told in credits',
  }),
});
