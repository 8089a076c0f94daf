import { z } from 'zod';
import { duration } from '#config/setting.ts';

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
});
