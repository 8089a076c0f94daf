import { z } from 'zod';
import { cacheSettings } from '#cache/settings.ts';
import { type Configuration, type Setting, settingsOf } from '#config/setting.ts';
import { extractionSettings } from '#extraction/settings.ts';
import { modelSettings } from '#llm/settings.ts';
import { formats } from '#pipelines/specbook/outputs/outputs.ts';
import { validationSettings } from '#quality/settings.ts';
import { scrapingSettings } from '#scraping/settings.ts';
import { formatsSetting } from './formats-setting.ts';

const runSettings = z.strictObject({
  input: z.string().min(1).optional().meta({
    description: 'a CSV with a header, or a plain list of URLs; the demonstration catalogue when left out',
    flag: '--input <file>',
  }),
  urlColumn: z.string().min(1).optional().meta({
    description: 'the column that holds the URLs, when it cannot be told from its name',
    flag: '--url-column <name>',
  }),
  concurrency: z
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(10)
    .meta({
      description: 'how many pages are under way at once',
      flag: '--concurrency <count>',
      env: ['SPECBOOK_CONCURRENCY'],
    }),
  maxFailureRate: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta({
      description:
        'the share of failed pages, 0 to 1, above which the exit code is 3; pages that do not exist are no failures',
      flag: '--max-failure-rate <share>',
      env: ['SPECBOOK_MAX_FAILURE_RATE'],
    }),
  outputDirectory: z
    .string()
    .min(1)
    .default('output')
    .meta({
      description: 'where results are written, a folder for each run',
      flag: '--output <folder>',
      env: ['SPECBOOK_OUTPUT'],
    }),
  formats: formatsSetting('csv,jsonl,html,xlsx', {
    description: `which files of the products are written, of ${formats.join(', ')}`,
    flag: '--format <names>',
    env: ['SPECBOOK_FORMAT'],
  }),
  dataDirectory: z
    .string()
    .min(1)
    .default('.specbook')
    .meta({
      description: 'where runs and fetched pages are kept',
      flag: '--data <folder>',
      env: ['SPECBOOK_DATA'],
    }),
});

const port = z.number().int().min(0).max(65_535);

const demoSettings = z.strictObject({
  port: port.default(4380).meta({
    description: 'the port of the demonstration catalogue, on loopback; always the same, so that its pages stay cached',
    flag: '--demo-port <port>',
    env: ['SPECBOOK_DEMO_PORT'],
  }),
  modelPort: port.default(4381).meta({
    description: "the port of the demonstration's stand-in model, on loopback",
    flag: '--demo-model-port <port>',
    env: ['SPECBOOK_DEMO_MODEL_PORT'],
  }),
});

/** Everything that can be set, by the part that it is about. */
export const slices = {
  run: runSettings,
  scraping: scrapingSettings,
  cache: cacheSettings,
  extraction: extractionSettings,
  model: modelSettings,
  validation: validationSettings,
  demo: demoSettings,
} as const;

export type Settings = Configuration<typeof slices>;

/** The same, one by one, with how each is reached from outside. */
export const settings: readonly Setting[] = settingsOf(slices);
