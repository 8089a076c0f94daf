import { z } from 'zod';
import { duration } from '#config/setting.ts';

export const browserSettings = z.strictObject({
  executable: z
    .string()
    .min(1)
    .optional()
    .meta({
      description:
        'the Chromium (or Chrome, or Edge) of the fetcher `browser`; looked for in the usual places when left out',
      env: ['SPECBOOK_BROWSER'],
    }),
  settle: duration('3s', {
    description: 'how long scripts may go on loading after the page is there',
  }),
  media: z.enum(['block', 'load']).default('block').meta({
    description: 'whether pictures, fonts, sound and film of a page are loaded by the browser',
  }),
  sandbox: z
    .enum(['on', 'off'])
    .default('on')
    .meta({
      description: "Chromium's own sandbox; as root, and in many containers, it does not start with it",
      env: ['SPECBOOK_BROWSER_SANDBOX'],
    }),
});
