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
});
