import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failureCategories } from '#core/failure.ts';
import { itemLine } from '../../../src/cli/console/item-line.ts';
import { laidOut } from '../../../src/cli/console/layout.ts';
import { liveBlock } from '../../../src/cli/console/live-block.ts';
import { logLine } from '../../../src/cli/console/log-line.ts';
import { openingLines } from '../../../src/cli/console/opening.ts';
import { withColor, withoutColor } from '../../../src/cli/console/paint.ts';
import { summaryLines } from '../../../src/cli/console/summary.ts';
import { displayWidth } from '../../../src/cli/console/text.ts';
import type { View } from '../../../src/cli/console/view.ts';
import { expectGolden } from '../../golden/golden.ts';
import { budgets, items, opening, result, views } from './samples.ts';

const session = { elapsed: 185_000, resumed: true };

describe.each([60, 80, 120])('at %i columns', (columns) => {
  test('the console looks like this', async () => {
    const size = { columns, rows: 20 };
    const sections = {
      'the beginning': laidOut(openingLines(opening), columns, withoutColor),
      ...Object.fromEntries(
        Object.entries(views).map(([name, view]) => [`live, ${name}`, liveBlock(view, size, withoutColor)]),
      ),
      items: items.map((item) => itemLine(item, columns, withoutColor)),
      'the end': laidOut(summaryLines(result, session, columns), columns, withoutColor),
      ...(columns === 120 ? { log: Object.values(views).map(logLine) } : {}),
    };
    const text = Object.entries(sections).map(([name, lines]) => `== ${name}\n${lines.join('\n')}\n`);
    await expectGolden(`console-${columns}.txt`, text.join('\n'));
  });

  test('no line is too wide', () => {
    const lines = [
      ...laidOut([...openingLines(opening), ...summaryLines(result, session, columns)], columns, withoutColor),
      ...items.map((item) => itemLine(item, columns, withColor)),
    ];
    expect(lines.filter((line) => displayWidth(line) > columns)).toEqual([]);
  });
});

const number = fc.nat({ max: 2_000_000_000 });
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('shop.example', '家具店.example', '👨‍👩‍👧‍👦', '한국어 쇼핑몰', '\u001b[2Jx', '｡ﾟ', 'e\u0301', '❤️'),
);
const duration = fc.double({ min: 0, max: 1e10, noNaN: true });

const anyView: fc.Arbitrary<View> = fc.record({
  counts: fc.record({
    rows: number,
    succeeded: number,
    failed: number,
    not_found: number,
    skipped: number,
    invalid: number,
    duplicate: number,
    remaining: number,
  }),
  sourceComplete: fc.boolean(),
  elapsed: duration,
  inFlight: number,
  rate: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined }),
  failures: fc.array(fc.record({ name: fc.constantFrom(...failureCategories), count: number }), { maxLength: 12 }),
  blocks: fc.array(fc.record({ name: text, count: number }), { maxLength: 12 }),
  rateLimits: fc.record({ sites: number, model: number }),
  waiting: fc.array(fc.record({ host: text, milliseconds: duration }), { maxLength: 30 }),
  medians: fc.array(fc.record({ stage: text, milliseconds: duration }), { maxLength: 8 }),
  asksModel: fc.boolean(),
  budgets: fc.constantFrom([], budgets),
  spending: fc.record({
    calls: number,
    inputTokens: number,
    outputTokens: number,
    reported: number,
    estimated: number,
    unpriced: number,
    unanswered: number,
  }),
});

/** A run whose numbers add up. */
const honestView = anyView.map((view) => {
  const { rows: _rows, ...parts } = view.counts;
  return { ...view, counts: { ...parts, rows: Object.values(parts).reduce((sum, part) => sum + part, 0) } };
});

const printed = (line: string) => line.replaceAll(/\u001b\[\d+m/gu, '');

describe('the live view', () => {
  test('is never wider or higher than the terminal, and holds nothing that would steer it', () => {
    const size = fc.record({ columns: fc.integer({ min: 1, max: 200 }), rows: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(honestView, size, (view, room) => {
        const lines = liveBlock(view, room, withColor);
        expect(lines.length).toBeLessThanOrEqual(room.rows);
        for (const line of lines) {
          expect(displayWidth(line)).toBeLessThanOrEqual(room.columns);
          expect(printed(line)).not.toMatch(/\p{Cc}/u);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('says the same with and without colour', () => {
    fc.assert(
      fc.property(honestView, (view) => {
        const size = { columns: 80, rows: 20 };
        expect(liveBlock(view, size, withColor).map(printed)).toEqual(liveBlock(view, size, withoutColor));
      }),
    );
  });

  test('does not promise an end before the input has been read', () => {
    const middle = views['in its middle'];
    if (middle === undefined) throw new Error('no such view');
    const size = { columns: 120, rows: 20 };
    expect(liveBlock(middle, size, withoutColor)[0]).toMatch(
      /40 % {2}400 of 1,000 {2}3\.1\/s {2}about \d+ m \d+ s left/u,
    );
    const reading = liveBlock({ ...middle, sourceComplete: false }, size, withoutColor)[0];
    expect(reading).toBe('400 of 1,000 rows, reading the input  3.1/s');
    expect(liveBlock({ ...middle, rate: undefined }, size, withoutColor)[0]).not.toContain('left');
  });

  test('does not promise an end before the longest wait of a host', () => {
    const middle = views['in its middle'];
    if (middle === undefined) throw new Error('no such view');
    const waiting = [{ host: 'slow.example', milliseconds: 3_600_000 }];
    expect(logLine({ ...middle, waiting })).toContain('about 1 h 0 m left');
  });

  test('loses its least important lines first when the terminal is low', () => {
    const middle = views['in its middle'];
    if (middle === undefined) throw new Error('no such view');
    const labels = (rows: number) =>
      liveBlock(middle, { columns: 80, rows }, withoutColor).map((line) => line.slice(0, 13).trimEnd());
    expect(labels(1)).toEqual([expect.stringContaining('[██')]);
    expect(labels(4).slice(1)).toEqual(['settled', 'failures', 'cost']);
    expect(labels(20)).toHaveLength(10);
  });
});
