import { z } from 'zod';
import { duration } from '#config/setting.ts';

export const cacheSettings = z.strictObject({
  mode: z
    .enum(['use', 'refresh', 'only', 'off'])
    .default('use')
    .meta({
      description:
        'use: fetch what is missing or old; refresh: fetch everything anew; only: never fetch; off: no cache',
      switches: { '--refresh': 'refresh', '--cache-only': 'only', '--no-cache': 'off' },
      env: ['SPECBOOK_CACHE'],
    }),
  ttl: duration('30d', {
    description: 'how long a fetched page stays good; pages brought in by hand stay good for ever',
    flag: '--cache-ttl <duration>',
  }),
  absenceTtl: duration('1d', {
    description: 'how long it is believed that a page does not exist (404, 410)',
    flag: '--cache-absence-ttl <duration>',
  }),
  staleIfError: duration('7d', {
    description: 'how long after that a kept page stands in for one that its site fails to give; 0s: never',
    flag: '--cache-stale-if-error <duration>',
  }),
  maxBytes: z.number().int().min(1_000_000).default(10_000_000_000).meta({
    description:
      'how large the cache may grow, in bytes: old snapshots of refusals go first, then pages that were used longest ago, last the oldest answers of models; never what was imported',
    flag: '--cache-max-bytes <bytes>',
  }),
});
