import { z } from 'zod';
import { cacheSettings } from '#cache/settings.ts';
import { type Configuration, type Setting, settingsOf } from '#config/setting.ts';
import { extractionSettings } from '#extraction/settings.ts';
import { budgetSettings } from '#llm/budget/settings.ts';
import { priceSettings } from '#llm/prices/settings.ts';
import { modelSettings } from '#llm/settings.ts';
import { bookSettings } from '#pipelines/specbook/book-settings.ts';
import { formats } from '#pipelines/specbook/outputs/outputs.ts';
import { qualitySettings, validationSettings } from '#quality/settings.ts';
import { browserSettings } from '#scraping/browser/settings.ts';
import { networkSettings } from '#scraping/network/settings.ts';
import { firecrawlSettings, scrapingSettings } from '#scraping/settings.ts';
import { inputSettings } from '#tables/settings.ts';
import { logSettings } from '#telemetry/log-settings.ts';
import { traceSettings } from '#telemetry/settings.ts';
import { demoSettings } from './demo-settings.ts';
import { formatsSetting } from './formats-setting.ts';
import { serveSettings } from './serve/settings.ts';
import { tagsSetting } from './tags-setting.ts';

const runSettings = z.strictObject({
  input: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .transform((given) => (given === undefined ? undefined : [given].flat()))
    .meta({
      description:
        'files with URLs (CSV, JSON, JSONL, .xlsx, a plain list), patterns in quotes, or - for standard input; the demonstration catalogue when left out',
      flag: '--input <file>',
      repeated: true,
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
  project: z
    .string()
    .max(100)
    .default('')
    .meta({
      description: 'whose work it is; costs are also told by project',
      flag: '--project <name>',
      env: ['SPECBOOK_PROJECT'],
    }),
  tags: tagsSetting({
    description: 'what else its costs are told and limited by, such as team=seating',
    flag: '--tag <name=value>',
    env: ['SPECBOOK_TAGS'],
    repeated: true,
  }),
  formats: formatsSetting('csv,jsonl,html,md,xlsx', {
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

const consoleSettings = z.strictObject({
  show: z
    .enum(['progress', 'items', 'quiet', 'json'])
    .default('progress')
    .meta({
      description:
        'what is said while the run is under way: `progress` (live on a terminal, else a line every few seconds), ' +
        '`items` a line for each page as well, `quiet` only what is wrong and the last line, `json` events as lines of JSON',
      switches: { '--items': 'items', '--quiet': 'quiet', '--json': 'json' },
    }),
  color: z
    .enum(['auto', 'never'])
    .default('auto')
    .meta({
      description: '`auto`: on a terminal that has colours, and as NO_COLOR and FORCE_COLOR have it; or `never`',
      switches: { '--no-color': 'never' },
    }),
  terminal: z
    .string()
    .default('')
    .meta({
      description: 'the kind of terminal, which sets this itself; one that is `dumb` gets no live view',
      env: ['TERM'],
    }),
});

/** Everything that can be set, by the part that it is about. */
export const slices = {
  run: runSettings,
  input: inputSettings,
  scraping: scrapingSettings,
  network: networkSettings,
  browser: browserSettings,
  firecrawl: firecrawlSettings,
  cache: cacheSettings,
  extraction: extractionSettings,
  model: modelSettings,
  prices: priceSettings,
  budget: budgetSettings,
  validation: validationSettings,
  book: bookSettings,
  quality: qualitySettings,
  traces: traceSettings,
  log: logSettings,
  demo: demoSettings,
  console: consoleSettings,
  serve: serveSettings,
} as const;

const { console: _console, log: _log, serve: _serve, ...ofTheRun } = slices;

/** What is stored with a run, and taken up when it is resumed: how it is shown and logged is for whoever looks at it now. */
export const slicesOfRun: typeof ofTheRun = ofTheRun;

export type Settings = Configuration<typeof slices>;

/** The same, one by one, with how each is reached from outside. */
export const settings: readonly Setting[] = settingsOf(slices);

export { choicesOf, defaultOf } from '#config/setting.ts';
