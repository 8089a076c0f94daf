import type { Opening } from '#app/start-run.ts';
import { plural } from '../plural.ts';
import type { Line } from './layout.ts';
import { budgetScope, budgetText, estimateText, priceLine, shortBudgets } from './money-lines.ts';

/** What the run will do, said before it begins. */
export function openingLines(opening: Opening): readonly Line[] {
  const { run, settings, model, demonstration, inputs, resumed } = opening;
  const { cache, extraction, run: limits, scraping } = settings;
  const size = `pages up to ${scraping.maxBytes / 1_000_000} MB`;
  return [
    { text: resumed === undefined ? `run ${run}` : `run ${run}, continued: ${continuation(resumed)}`, tone: 'strong' },
    status('input', inputLine(inputs, demonstration)),
    status('cache', cacheLine(cache)),
    status('extractor', `${extraction.strategy}; ${modelLine(model)}`),
    status('limits', `${limits.concurrency} pages at once, ${scraping.retries} retries, ${size}`),
    ...moneyLines(opening),
  ];
}

/** What the model costs, what may be spent, and what will be. */
export function moneyLines(opening: Pick<Opening, 'model' | 'costs' | 'budgets' | 'estimate'>): readonly Line[] {
  const price = priceLine(opening);
  const short = shortBudgets(opening);
  return [
    ...(price === undefined ? [] : [{ ...status('price', price.text), ...(price.tone && { tone: price.tone }) }]),
    status('budget', budgetText(opening.budgets)),
    ...(opening.estimate === undefined ? [] : [status('estimate', estimateText(opening.estimate))]),
    ...short.map((budget): Line => {
      const text = `the budget ${budgetScope(budget)} will be spent before the end: the run then stops, and can be continued`;
      return { ...status('', text), tone: 'warning' };
    }),
  ];
}

const status = (label: string, text: string): Line => ({ text: `${label.padEnd(13)}${text}`, indent: 13 });

function continuation({ reopened, remaining }: NonNullable<Opening['resumed']>): string {
  if (remaining > 0) return `${plural(remaining, 'item')} to go`;
  return reopened > 0 ? `another chance for ${plural(reopened, 'failed item')}` : 'what is left to do';
}

function inputLine(inputs: Opening['inputs'], demonstration: Opening['demonstration']): string {
  if (demonstration === undefined) {
    if (inputs.length === 0) return 'nothing new';
    const names = inputs.slice(0, 5).join(', ');
    return inputs.length > 5 ? `${plural(inputs.length, 'file')}: ${names}, …` : names;
  }
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
