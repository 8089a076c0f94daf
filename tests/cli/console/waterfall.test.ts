import { describe, expect, test } from 'vitest';
import type { FoundTrace } from '#app/traces.ts';
import type { TraceSpan } from '#core/trace.ts';
import { withoutColor } from '#cli/console/paint.ts';
import { displayWidth } from '#cli/console/text.ts';
import { spanDetails, waterfall } from '#cli/console/waterfall.ts';
import { traceLines } from '#cli/trace-command.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const at = Date.UTC(2026, 10, 21, 12);

function span(number: number, parent: number | undefined, given: Partial<TraceSpan>): TraceSpan {
  const id = (of: number) => String(of).padStart(16, '0');
  return {
    traceId,
    spanId: id(number),
    ...(parent === undefined ? {} : { parentSpanId: id(parent) }),
    name: 'item',
    kind: 'internal',
    start: at,
    end: at + 1_000,
    status: 'unset',
    attributes: {},
    events: [],
    links: [],
    ...given,
  };
}

const spans = [
  span(1, undefined, {
    status: 'error',
    attributes: { 'url.full': 'https://shop.test/a chair', 'error.type': 'timeout' },
  }),
  span(2, 1, { name: 'scraping', end: at + 900 }),
  span(3, 2, { name: 'GET', status: 'error', end: at + 400, attributes: { 'specbook.fetcher': 'http' } }),
  span(4, 2, {
    name: 'GET',
    start: at + 500,
    end: at + 900,
    attributes: { 'specbook.fetcher': 'browser', 'specbook.attempt': 2, 'gen_ai.response.finish_reasons': ['a', 'b'] },
    events: [{ name: 'specbook.retry_wait', at: at + 450, attributes: { 'specbook.wait': 50 } }],
    links: [{ traceId: 'f'.repeat(32), spanId: '1', attributes: { 'specbook.link': 'run' } }],
  }),
  span(5, 1, { name: 'a stage with a name that is far too long for any of these terminals', start: at + 999 }),
];

describe('the waterfall', () => {
  test('shows when each span began and how long it took', () => {
    expect(waterfall(spans.slice(0, 4), 60, withoutColor)).toEqual([
      `item                   1.0 s ${'█'.repeat(31)}`,
      `└ scraping            900 ms ${'█'.repeat(28)}`,
      `  ├ GET http          400 ms ${'█'.repeat(12)}`,
      `  └ GET browser #2    400 ms ${' '.repeat(15)}${'█'.repeat(13)}`,
    ]);
  });

  test.each([40, 60, 80, 100, 120])('is no wider than %i columns', (columns) => {
    for (const line of waterfall(spans, columns, withoutColor)) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  });

  test('shows even what took no time at all', () => {
    const nothing = spans.map((each) => ({ ...each, start: at, end: at }));
    for (const line of waterfall(nothing, 60, withoutColor)) expect(line).toContain('█');
  });
});

test('what spans say can be told apart, and steers no terminal', () => {
  const lines = spanDetails(
    [span(1, undefined, { attributes: { evil: '\u001b[2Jgone', url: 'x' } }), ...spans.slice(3, 4)],
    80,
    withoutColor,
  );
  expect(lines).toEqual([
    'item  +0 ms',
    `  evil=${JSON.stringify('\u001b[2Jgone')}  url=x`,
    'GET browser #2  +500 ms',
    '  specbook.fetcher=browser  specbook.attempt=2',
    '    gen_ai.response.finish_reasons="a; b"',
    '  link to ffffffffffffffffffffffffffffffff  specbook.link=run',
    '  +450 ms specbook.retry_wait  specbook.wait=50',
  ]);
});

test.each([60, 80, 120])('the whole of it fits %i columns, long words apart', (columns) => {
  const found: FoundTrace = {
    trace: {
      traceId,
      run: '20261121-120000-abcd',
      item: 'i',
      startedAt: at,
      outcome: 'failed',
      reasons: ['failed', 'slow'],
      spans,
    },
    origin: 'kept',
    item: { url: 'https://shop.test/chair', line: 3, source: 'urls.csv' },
    earlierTraceId: 'e'.repeat(32),
    failure: {
      category: 'timeout',
      message: 'no answer within 30 s',
      advice: 'Try again later with --resume, or raise --timeout.',
    },
    snapshot: undefined,
  };
  const lines = traceLines(found, columns, withoutColor);
  const tooWide = lines.filter((line) => displayWidth(line) > columns && line.trim().includes(' '));
  expect(tooWide).toEqual([]);
  expect(lines.join('\n')).toContain('what to do   Try again later');
  expect(lines).toContain(`before       trace ${'e'.repeat(32)}`);
});
