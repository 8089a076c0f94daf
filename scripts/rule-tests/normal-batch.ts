import { jobs } from '#operations/promql/promql.ts';
import { observed, series, type Values } from './traffic.ts';

const model = { 'gen_ai.request.model': 'model-a' };

export const item = (outcome: string) => series('specbook.items', { outcome });
export const failure = (category: string) => series('specbook.failures', { 'error.type': category });
export const attempt = (outcome: string) => series('specbook.scrape.attempts', { fetcher: 'http', outcome });
export const detection = (vendor: string) => series('specbook.bot_detections', { vendor });
export const rateLimit = (source: string) => series('specbook.rate_limits', { source });
export const call = (outcome: string) => series('specbook.model.calls', { ...model, outcome });
export const repair = (level: string) => series('specbook.output.repairs', { level });
export const lookUp = (cache: string, result: string) => series('specbook.cache.requests', { cache, result });
export const value = (source: string, result: string) => series('specbook.values', { source, result });
export const field = (name: string, result: string) => series('specbook.record.fields', { field: name, result });
export const record = (verdict: string) => series('specbook.records', { verdict });
export const cost = series('specbook.cost.usd', {
  ...model,
  stage: 'llm_extraction',
  project: 'lobby',
  source: 'reported',
});

/** So many runs of a stage: nineteen of twenty take at most 0.5 s, or, when it is slow, some take 30 s. */
export const stage = (name: string, runs: number, isSlow = false) =>
  isSlow
    ? observed('specbook.stage.duration', { stage: name }, runs, runs * 4, {
        0.5: runs / 2,
        1: runs / 2,
        10: runs * 0.6,
        30: runs,
      })
    : observed('specbook.stage.duration', { stage: name }, runs, runs * 0.3, {
        0.5: runs * 0.95,
        1: runs,
        10: runs,
        30: runs,
      });

/** So many pages that gave a record, and how many of them within a minute. */
export const pages = (count: number, inTime: number) =>
  observed('specbook.item.duration', { outcome: 'succeeded' }, count, count * 2, {
    10: inTime,
    60: inTime,
    300: count,
  });

/** So many records, their scores added up, and how many of them are not above the quality bar. */
export const scores = (count: number, sum: number, low: number) =>
  observed('specbook.quality.score', { dimension: 'overall' }, count, sum, { 0.7: low, 0.8: low, 1: count });

/** Five hundred pages, as they are on a good day: a few are gone, a few are refused at first, a few answers are mended. */
export const normalBatch: Values = {
  [item('succeeded')]: 497,
  [item('failed')]: 0,
  [item('not_found')]: 3,
  [failure('not_found')]: 3,
  [failure('bot_detected')]: 0,
  [attempt('ok')]: 497,
  [attempt('not_found')]: 3,
  [attempt('bot_detected')]: 2,
  [attempt('rate_limited')]: 4,
  [detection('generic')]: 2,
  [rateLimit('site')]: 4,
  [rateLimit('service')]: 0,
  [rateLimit('model')]: 5,
  [call('ok')]: 200,
  [call('llm_rate_limited')]: 5,
  [repair('fences')]: 40,
  [repair('repair_turn')]: 6,
  [cost]: 0.4,
  [record('valid')]: 450,
  [record('incomplete')]: 47,
  [value('model', 'grounded')]: 900,
  [value('model', 'ungrounded')]: 30,
  [value('page', 'grounded')]: 4_000,
  [value('page', 'ungrounded')]: 50,
  [field('name', 'found')]: 497,
  [field('price', 'found')]: 470,
  [field('price', 'missing')]: 27,
  [lookUp('html', 'hit')]: 400,
  [lookUp('html', 'miss')]: 100,
  [lookUp('model', 'hit')]: 100,
  [lookUp('model', 'miss')]: 100,
  ...stage('scraping', 500),
  ...stage('llm_extraction', 497),
  ...pages(497, 496),
  ...scores(497, 430, 10),
};

export const up = `up{job="${jobs.ledger}",instance="serve:9465"}`;
export const aborted = (category: string) => series('specbook.run.last.aborted', { 'error.type': category });
export const dropped = (signal: string) => series('specbook.run.last.telemetry_dropped', { signal });
export const stalled = series('specbook.run.stalled');
export const due = series('specbook.run.due_time');
export const cadence = series('specbook.run.cadence');
export const budgetLimit = (budget: string) => series('specbook.budget.limit.usd', { budget });
export const budgetSpent = (budget: string) => series('specbook.budget.spent.usd', { budget });

export const normalGauges: Values = {
  [up]: 1,
  [aborted('budget_exceeded')]: 0,
  [aborted('llm_quota')]: 0,
  [dropped('spans')]: 0,
  [stalled]: 0,
  [budgetLimit('month')]: 100,
  [budgetSpent('month')]: 20,
};
