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
  patience: duration('15m', {
    description: 'how long after the first attempt a page may still be tried',
    flag: '--patience <duration>',
  }),
});
