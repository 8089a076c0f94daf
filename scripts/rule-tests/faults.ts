import {
  aborted,
  attempt,
  budgetSpent,
  cadence,
  call,
  cost,
  detection,
  dropped,
  due,
  failure,
  field,
  item,
  lookUp,
  pages,
  rateLimit,
  record,
  repair,
  scores,
  stage,
  stalled,
  up,
  value,
} from './normal-batch.ts';
import type { Values } from './traffic.ts';

/** What goes wrong, for an alert: in a batch, in place of what is normal, or with gauges from its beginning on. */
export type Fault = {
  readonly grew?: Values;
  readonly gauges?: Values;
  /** Gauges when it is over; those of `gauges` are then as they were before. */
  readonly after?: Values;
  /** The labels that the alert has besides the pipeline's and its severity. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Alerts of the service have no pipeline. */
  readonly ofService?: true;
};

const asked = { gen_ai_request_model: 'model-a' };

/** Minutes from the beginning of a test to its fault. */
export const faultAt = 90;

/** Each alert, by its name, with a fault that makes it due. */
export const faults: Readonly<Record<string, readonly Fault[]>> = {
  'bot-detection-spike': [{ grew: { [attempt('bot_detected')]: 200, [detection('generic')]: 200 } }],
  'site-rate-limit-storm': [{ grew: { [attempt('rate_limited')]: 100, [rateLimit('site')]: 100 } }],
  'not-found-surge': [{ grew: { [item('succeeded')]: 350, [item('not_found')]: 150, [failure('not_found')]: 150 } }],
  'cache-hit-ratio-down': [
    { grew: { [lookUp('html', 'hit')]: 100, [lookUp('html', 'miss')]: 400 }, labels: { cache: 'html' } },
  ],
  'model-error-ratio': [{ grew: { [call('llm_provider')]: 60 }, labels: asked }],
  'model-refusal-ratio': [{ grew: { [call('llm_refused')]: 20 }, labels: asked }],
  'model-rate-limit-storm': [{ grew: { [call('llm_rate_limited')]: 100, [rateLimit('model')]: 100 } }],
  'repair-ratio': [{ grew: { [repair('repair_turn')]: 60 } }],
  'cost-per-record-up': [{ grew: { [cost]: 0.8 } }],
  'budget-nearly-spent': [{ gauges: { [budgetSpent('month')]: 85 }, labels: { budget: 'month' } }],
  'budget-spent': [
    { gauges: { [budgetSpent('month')]: 100 }, labels: { budget: 'month' } },
    // A run stops before the last cent is spent, because the next call no longer fits.
    { gauges: { [aborted('budget_exceeded')]: 1 }, labels: { error_type: 'budget_exceeded' } },
  ],
  'quality-down': [
    { grew: scores(497, 360, 20) },
    // However it was before: below 0.6.
    { grew: scores(497, 290, 20) },
  ],
  'grounding-down': [
    { grew: { [value('model', 'grounded')]: 760, [value('model', 'ungrounded')]: 170 }, labels: { source: 'model' } },
    { grew: { [value('page', 'grounded')]: 600, [value('page', 'ungrounded')]: 400 }, labels: { source: 'page' } },
  ],
  'field-coverage-down': [
    { grew: { [field('price', 'found')]: 200, [field('price', 'missing')]: 297 }, labels: { field: 'price' } },
  ],
  'failure-ratio': [{ grew: { [item('succeeded')]: 400, [item('failed')]: 97, [failure('connection')]: 97 } }],
  'run-aborted': [{ gauges: { [aborted('llm_quota')]: 1 }, labels: { error_type: 'llm_quota' } }],
  'run-stuck': [{ gauges: { [stalled]: 1_200 } }],
  // Every hour: the next was due half an hour before.
  'run-stale': [{ gauges: { [cadence]: 3_600, [due]: 3_600 }, after: { [cadence]: 3_600, [due]: 99_999 } }],
  'stage-slow': [{ grew: stage('scraping', 500, true), labels: { stage: 'scraping' } }],
  'telemetry-dropped': [{ gauges: { [dropped('spans')]: 120 }, labels: { signal: 'spans' } }],
  'ledger-absent': [
    { gauges: { [up]: 0 }, labels: { job: 'specbook-ledger', instance: 'serve:9465' }, ofService: true },
    // Prometheus no longer knows of it.
    { gauges: { [up]: Number.NaN }, labels: { job: 'specbook-ledger' }, ofService: true },
  ],
  'slo-burn-fast': [
    { grew: { [item('failed')]: 10, [failure('connection')]: 10 }, labels: { slo: 'scrape-success' } },
    { grew: { [call('llm_provider')]: 5 }, labels: { slo: 'model-success' } },
    { grew: pages(497, 400), labels: { slo: 'page-latency' } },
    { grew: scores(497, 330, 400), labels: { slo: 'record-quality' } },
    { grew: { [cost]: 450 * 0.7 }, labels: { slo: 'record-cost' } },
  ],
  'slo-burn-slow': [
    { grew: { [item('failed')]: 4, [failure('connection')]: 4 }, labels: { slo: 'scrape-success' } },
    { grew: { [cost]: 450 * 0.12, [record('valid')]: 450 }, labels: { slo: 'record-cost' } },
  ],
};
