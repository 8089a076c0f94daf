import type { RunResult } from '#app/execute-run.ts';
import { medianOf } from '#app/durations.ts';
import type { Estimate, Range } from '#app/estimate.ts';
import type { RunQuality } from '#app/run-quality.ts';
import type { RunEvent } from '#app/run-events.ts';
import type { Spending } from '#app/spending.ts';
import type { Opening } from '#app/start-run.ts';
import type { Tally } from '#app/tally.ts';
import type { Json } from '#core/json.ts';

/** What `--json` prints: docs/console.md describes it. Durations in seconds, money in nano-dollars, times ISO 8601. */
export type JsonEvent = { readonly event: string } & { readonly [name: string]: Json };

const isoTime = (milliseconds: number) => new Date(milliseconds).toISOString();
/** To the millisecond. */
const seconds = (milliseconds: number) => Math.round(milliseconds) / 1_000;

export function startedEvent({ run, settings, model, resumed, budgets, estimate, costs }: Opening): JsonEvent {
  return {
    event: 'run_started',
    run,
    resumed: resumed !== undefined,
    input: settings.run.input ?? null,
    extractor: settings.extraction.strategy,
    model: model.kind === 'model' ? model.name : null,
    concurrency: settings.run.concurrency,
    budget: budgets.length === 0 ? null : budgets.map(budgetJson),
    estimate: estimate === undefined ? null : estimateJson(estimate),
    price_version: costs.price?.version ?? null,
  };
}

export function itemEvent(event: RunEvent): JsonEvent {
  if (event.kind === 'parked') {
    const { url, host, scope, until, category = null } = event;
    return { event: 'parked', url, host, scope, until: isoTime(until), category };
  }
  if (event.kind === 'budget_warning') return { event: 'budget_warning', ...budgetJson(event.state) };
  const { url, outcome, name = null, verdict = null, failure = null, duration, spending, traceId } = event;
  return {
    event: 'item_settled',
    url,
    outcome,
    name,
    verdict,
    failure,
    seconds: seconds(duration),
    ...spent(spending),
    trace_id: traceId,
  };
}

export function summaryEvent(result: RunResult, elapsed: number, exitCode: number): JsonEvent {
  const { run, counts, sourceComplete, tally, categories, quality, stopped, failure, directory } = result;
  return {
    event: 'summary',
    run,
    exit_code: exitCode,
    rows: { ...counts },
    input_complete: sourceComplete,
    stopped,
    failure: failure === undefined ? null : { category: failure.category, message: failure.message },
    seconds: seconds(elapsed),
    page_requests: tally.pageRequests,
    pages_from_cache: tally.pagesFromCache,
    failures: Object.fromEntries(categories),
    quality: qualityJson(quality),
    blocks: Object.fromEntries(tally.blocks),
    rate_limits: { ...tally.rateLimits },
    ...spent(tally.spending),
    budget: tally.budgets.length === 0 ? null : tally.budgets.map(budgetJson),
    stages: [...tally.stages].map(([stage, { durations, spending }]) => ({
      stage,
      runs: durations.count,
      seconds: seconds(durations.sum),
      median_seconds: seconds(medianOf(durations)),
      ...spent(spending),
    })),
    models: [...tally.models].map(([model, spending]) => ({ model: model === '' ? null : model, ...spent(spending) })),
    directory,
  };
}

function qualityJson({ records, measures, fields, thresholds }: RunQuality) {
  return {
    records,
    measures: { ...measures },
    fields: { ...fields },
    thresholds: thresholds.map((one) => ({ ...one })),
  };
}

function budgetJson({ name, maximum, warning, spent: paid, uncertain, reserved }: Tally['budgets'][number]) {
  return {
    name,
    max_nano_dollars: maximum ?? null,
    warn_nano_dollars: warning ?? null,
    spent_nano_dollars: paid,
    uncertain_nano_dollars: uncertain,
    reserved_nano_dollars: reserved,
  };
}

export function estimateJson({ pages, more, calls, tokens, cost, time, runs }: Estimate) {
  const range = ({ expected, low, high }: Range, factor = 1) => ({
    expected: Math.round(expected) / factor,
    low: Math.round(low) / factor,
    high: Math.round(high) / factor,
  });
  return {
    pages,
    more,
    model_calls: range(calls),
    tokens: range(tokens),
    cost_nano_dollars: cost === undefined ? null : range(cost),
    seconds: time === undefined ? null : range(time, 1_000),
    runs,
  };
}

function spent({ calls, inputTokens, outputTokens, reported, estimated, unpriced, unanswered }: Spending) {
  return {
    model_calls: calls,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    cost: {
      reported_nano_dollars: reported,
      estimated_nano_dollars: estimated,
      unpriced_calls: unpriced,
      unanswered_calls: unanswered,
    },
  };
}
