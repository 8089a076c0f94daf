import { expect, test } from 'vitest';
import type { FailureCategory } from '#core/failure.ts';
import type { FailedItem } from '#core/run-store.ts';
import { groupFailures } from '#reports/failure-groups.ts';

function failed(line: number, host: string, category: FailureCategory, message: string): FailedItem {
  return {
    item: { id: `item-${line}`, key: host, input: { url: `https://${host}/${line}`, columns: {} } },
    line,
    traceId: `trace-${line}`,
    outcome: 'failed',
    failure: { category, stage: 'scraping', message, details: {} },
    attempts: 1,
  };
}

async function* several(...items: readonly FailedItem[]): AsyncGenerator<FailedItem> {
  yield* items;
}

const brief = (groups: Awaited<ReturnType<typeof groupFailures>>) =>
  groups.map(({ count, category, host, pattern, example }) => [count, category, host, pattern, example.line]);

test('failures of one category, host and wording are one group, with the first as its example', async () => {
  const groups = await groupFailures(
    several(
      failed(2, 'a.test', 'timeout', 'no answer in 30 s'),
      failed(3, 'b.test', 'http_server_error', 'status 500'),
      failed(4, 'b.test', 'http_server_error', 'status 503'),
      failed(5, 'a.test', 'http_server_error', 'status 500'),
    ),
  );
  expect(brief(groups)).toEqual([
    [2, 'http_server_error', 'b.test', 'status <number>', 3],
    [1, 'timeout', 'a.test', 'no answer in <number> s', 2],
    [1, 'http_server_error', 'a.test', 'status <number>', 5],
  ]);
});

test('what is past the limit of groups shares one for its category, and nothing is lost', async () => {
  const items = Array.from({ length: 50 }, (_, line) => failed(line, `h${line}.test`, 'dns', 'no such host'));
  const groups = await groupFailures(several(...items, failed(60, 'h1.test', 'tls', 'bad certificate')), 3);
  expect(brief(groups)[0]).toEqual([47, 'dns', undefined, 'other messages', 3]);
  expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(51);
  expect(groups).toHaveLength(5);
});

test('nothing failed', async () => {
  expect(await groupFailures(several())).toEqual([]);
});
