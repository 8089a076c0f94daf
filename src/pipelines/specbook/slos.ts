import { conventions } from '#catalogue/conventions.ts';
import type { Slo } from '#catalogue/slo.ts';
import { type FailureCategory, failureRules } from '#core/failure.ts';

/**
 * What a site and the way to it can be blamed for. A page that does not exist (404, 410) is an answer, and robots.txt
 * is kept to: neither breaks a promise.
 */
const ofScraping: readonly FailureCategory[] = (
  [
    'dns',
    'connection',
    'tls',
    'timeout',
    'protocol',
    'redirect',
    'http_client_error',
    'http_server_error',
    'bot_detected',
    'rate_limited',
    'login_required',
    'consent_required',
    'region_blocked',
    'soft_404',
    'parked',
    'needs_browser',
    'unsupported_content',
    'too_large',
    'circuit_open',
    'empty_content',
  ] satisfies readonly FailureCategory[]
).filter((category) => failureRules[category].outcome === 'failed');

/** No answer of a model: it was asked to wait, or we gave up. */
const noAnswer = ['llm_rate_limited', 'cancelled'];

/** What the pipeline promises over 30 days. Change a number here, and `npm run generate` writes the rules anew. */
export const specbookSlos: readonly Slo[] = [
  {
    kind: 'share',
    name: 'scrape-success',
    title: 'Pages that are brought',
    help: '99.9 % of the pages that exist are brought, and are the pages that were asked for.',
    objective: 0.999,
    total: { metric: 'specbook.items', where: { outcome: ['succeeded', 'failed'] } },
    bad: { metric: 'specbook.failures', where: { [conventions.errorType]: ofScraping } },
  },
  {
    kind: 'share',
    name: 'model-success',
    title: 'Calls of models that are answered',
    help: '99.9 % of the calls of models are answered. Being asked to slow down is no failure.',
    objective: 0.999,
    total: { metric: 'specbook.model.calls', where: { outcome: { not: noAnswer } } },
    bad: { metric: 'specbook.model.calls', where: { outcome: { not: ['ok', ...noAnswer] } } },
  },
  {
    kind: 'share',
    name: 'page-latency',
    title: 'Pages that are done in time',
    help: '99 % of the pages that give a record are done 60 s after they were taken up.',
    objective: 0.99,
    total: { metric: 'specbook.item.duration', where: { outcome: 'succeeded' } },
    good: { metric: 'specbook.item.duration', where: { outcome: 'succeeded' }, within: 60 },
  },
  {
    kind: 'share',
    name: 'record-quality',
    title: 'Records above the quality bar',
    help: '95 % of the records score more than 0.7.',
    objective: 0.95,
    total: { metric: 'specbook.quality.score', where: { dimension: 'overall' } },
    bad: { metric: 'specbook.quality.score', where: { dimension: 'overall' }, within: 0.7 },
  },
  {
    kind: 'ceiling',
    name: 'record-cost',
    title: 'Cost of a valid record',
    help: 'A valid record costs 0.05 US dollars at the most, all that did not become one included.',
    amount: { metric: 'specbook.cost.usd' },
    per: { metric: 'specbook.records', where: { verdict: 'valid' } },
    ceiling: 0.05,
  },
];
