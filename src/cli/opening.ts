import { plural } from './plural.ts';
import type { Opening } from '#app/start-run.ts';

/** What the run will do, said before it begins. */
export function openingLines({ run, settings, model, demonstration, resumed }: Opening): readonly string[] {
  const { cache, extraction, run: limits } = settings;
  return [
    resumed === undefined ? `run ${run}` : `run ${run}, continued: ${continuation(resumed)}`,
    `input      ${inputLine(settings.run.input, demonstration)}`,
    `cache      ${cacheLine(cache)}`,
    `extractor  ${extraction.strategy}; ${modelLine(model)}`,
    `limits     ${limits.concurrency} pages at once, ${settings.scraping.retries} retries, pages up to ${settings.scraping.maxBytes / 1_000_000} MB`,
    '',
  ];
}

function continuation({ reopened, remaining }: NonNullable<Opening['resumed']>): string {
  if (remaining > 0) return `${plural(remaining, 'item')} to go`;
  return reopened > 0 ? `another chance for ${plural(reopened, 'failed item')}` : 'what is left to do';
}

function inputLine(input: string | undefined, demonstration: Opening['demonstration']): string {
  if (demonstration === undefined) return input ?? 'nothing new';
  return `the demonstration catalogue at ${demonstration.siteOrigin} (fictional products; give your own with --input)`;
}

function cacheLine({ mode, ttl }: Opening['settings']['cache']): string {
  switch (mode) {
    case 'use':
      return `pages fetched in the last ${Math.round(ttl / 86_400_000)} days are not fetched again`;
    case 'refresh':
      return 'every page is fetched anew';
    case 'only':
      return 'nothing is fetched (--cache-only)';
    case 'off':
      return 'not used (--no-cache)';
  }
}

function modelLine(model: Opening['model']): string {
  if (model.kind === 'none') return `no model is asked (${model.reason})`;
  if (model.standIn) return `model ${model.name} (a rule-based stand-in for the demonstration, not a language model)`;
  return `model ${model.name}${model.baseUrl === undefined ? '' : ` at ${new URL(model.baseUrl).host}`}`;
}
