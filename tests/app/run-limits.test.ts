import { expect, test } from 'vitest';
import { endingOf } from '#app/run-limits.ts';
import type { Json } from '#core/json.ts';
import type { StoredRun } from '#core/run-store.ts';

const counts = { rows: 10, succeeded: 8, failed: 2, not_found: 0, skipped: 0, invalid: 0, duplicate: 0, remaining: 0 };

const run = (settings: Readonly<Record<string, Json>> = {}, more: Partial<StoredRun> = {}): StoredRun => ({
  id: 'run-1',
  pipeline: 'specbook',
  project: '',
  startedAt: 0,
  finishedAt: 1,
  state: 'finished',
  source: { rowsRead: 10, complete: true },
  configuration: { demonstration: false, settings },
  environment: {},
  usage: undefined,
  quality: undefined,
  ...more,
});

const missed = (severity: string): Json => ({
  records: 8,
  measures: {},
  fields: {},
  thresholds: [
    { measure: 'score', minimum: 0.7, value: 0.6, met: false, severity, message: 'the mean', action: 'look' },
  ],
});

test('a run passes or fails by the limits that it was started with', () => {
  expect(endingOf(run({ 'run.maxFailureRate': 0.2 }), counts)).toEqual({ kind: 'passed' });
  expect(endingOf(run({ 'run.maxFailureRate': 0.1 }), counts)).toEqual({
    kind: 'failed',
    reasons: ['2 pages failed, more than the share of 0.1 that may'],
  });
  // Nobody said anything: none may fail.
  expect(endingOf(run(), { ...counts, failed: 1 })).toEqual({
    kind: 'failed',
    reasons: ['1 page failed, where none may'],
  });
});

test('a threshold counts when the run was told that it does', () => {
  const lenient = { 'run.maxFailureRate': 1 };
  const quality = missed('warning');
  expect(endingOf(run(lenient, { quality }), counts)).toEqual({ kind: 'passed' });
  expect(endingOf(run({ ...lenient, 'quality.failOn': 'critical' }, { quality }), counts)).toEqual({ kind: 'passed' });
  expect(endingOf(run({ ...lenient, 'quality.failOn': 'warning' }, { quality }), counts)).toEqual({
    kind: 'failed',
    reasons: ['score is 0.6, and should be 0.7 or more'],
  });
});

test('a run that has not come to its end does neither', () => {
  expect(endingOf(run({}, { state: 'stopped' }), counts)).toEqual({ kind: 'unfinished', state: 'stopped' });
});
