import { expect, test } from 'vitest';
import { itemEvent, startedEvent, summaryEvent } from '../../../src/cli/console/json-lines.ts';
import { items, opening, result, run } from './samples.ts';

test('events hold what docs/console.md says, in its units', () => {
  expect(startedEvent(opening)).toMatchObject({
    event: 'run_started',
    run,
    resumed: true,
    model: 'small-1',
    budget: [{ name: 'run', max_nano_dollars: 1e9, warn_nano_dollars: 8e8, spent_nano_dollars: 410_000_000 }],
    estimate: { pages: 600, cost_nano_dollars: { expected: 840_000_000 }, seconds: { low: 150 }, runs: 3 },
    price_version: 'genai-prices 0.1.8',
  });
  const [first, , third] = items;
  if (first === undefined || third === undefined) throw new Error('no items');
  expect(itemEvent(first)).toMatchObject({
    event: 'item_settled',
    outcome: 'succeeded',
    seconds: 1.4,
    failure: null,
    cost: { reported_nano_dollars: 1_500_000, unpriced_calls: 0 },
  });
  expect(itemEvent(third)).toMatchObject({ outcome: 'failed', name: null, failure: { category: 'bot_detected' } });
  const parked = { kind: 'parked', url: 'https://a.test/', host: 'a.test', scope: 'host', until: 1_000 } as const;
  expect(itemEvent({ ...parked, category: undefined })).toMatchObject({
    event: 'parked',
    until: '1970-01-01T00:00:01.000Z',
    category: null,
  });
  const [state] = opening.budgets;
  if (state === undefined) throw new Error('no budget');
  expect(itemEvent({ kind: 'budget_warning', state })).toMatchObject({ event: 'budget_warning', name: 'run' });
  const summary = summaryEvent(result, 12_345, 3);
  expect(summary).toMatchObject({
    event: 'summary',
    exit_code: 3,
    seconds: 12.345,
    rows: { rows: 1_000 },
    stopped: true,
  });
  expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
});
