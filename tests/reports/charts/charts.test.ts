import { type Element, isTag } from 'domhandler';
import { findAll, getAttributeValue, textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { lineChart } from '#reports/charts/lines.ts';
import { stackedBars } from '#reports/charts/stacked-bars.ts';

const described = { title: 'Cost', description: 'of runs', format: (value: number) => `$${value}` };

const tags = (svg: string, name: string): readonly Element[] =>
  findAll((node) => isTag(node) && node.name === name, parseDocument(svg, { xmlMode: true }).children);
const numberOf = (element: Element | undefined, attribute: string) =>
  Number(element === undefined ? Number.NaN : getAttributeValue(element, attribute));
/** Those that say what they are when they are pointed at: the data. */
const data = (svg: string, name: string) =>
  tags(svg, name).filter(({ children }) => children.some((child) => isTag(child) && child.name === 'title'));

describe('stacked bars', () => {
  const svg = stackedBars({
    ...described,
    labels: ['mon', 'tue', 'wed'],
    series: [
      { name: 'small', values: [10, 0, 5] },
      { name: '<large> & "own"', values: [30, 40, 0] },
    ],
  });

  test('are as high as their values, and stand on each other', () => {
    const bars = data(svg, 'rect');
    expect(bars.map((bar) => textContent(bar))).toEqual([
      'mon, small: $10',
      'mon, <large> & "own": $30',
      'tue, <large> & "own": $40',
      'wed, small: $5',
    ]);
    const [small, large, whole, half] = bars.map((bar) => numberOf(bar, 'height'));
    expect(large).toBeCloseTo(3 * (small ?? 0), 0);
    expect(whole).toBeCloseTo((small ?? 0) + (large ?? 0), 0);
    expect(half).toBeCloseTo((small ?? 0) / 2, 0);
    const [first, second] = bars;
    expect(numberOf(second, 'y') + numberOf(second, 'height')).toBeCloseTo(numberOf(first, 'y'), 0);
  });

  test('say what they show to those who cannot see it, and hold what somebody typed as text', () => {
    expect(tags(svg, 'title').map((title) => textContent(title))[0]).toBe('Cost');
    expect(tags(svg, 'desc').map((description) => textContent(description))).toEqual(['of runs']);
    expect(tags(svg, 'large')).toEqual([]);
    expect(tags(svg, 'text').map((text) => textContent(text))).toContain('<large> & "own"');
  });

  test('are an empty frame when there is nothing', () => {
    const empty = stackedBars({ ...described, labels: [], series: [] });
    expect(data(empty, 'rect')).toEqual([]);
    expect(empty).not.toMatch(/NaN|Infinity|undefined/u);
  });
});

describe('lines', () => {
  const lines = (values: readonly (number | undefined)[], highest?: number) =>
    lineChart({
      ...described,
      labels: values.map((_, index) => `run ${index}`),
      series: [{ name: 'score', values }],
      ...(highest === undefined ? {} : { highest }),
    });

  test('have a gap where there is no value, and a point at each that there is', () => {
    const svg = lines([1, 2, undefined, 3, 4, undefined, 5]);
    expect(data(svg, 'circle')).toHaveLength(5);
    expect(tags(svg, 'polyline').map((line) => getAttributeValue(line, 'points')?.split(' ').length)).toEqual([2, 2]);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/u);
  });

  test('rise from left to right, up to the highest value that there may be', () => {
    const [low, high] = data(lines([0.25, 0.5], 1), 'circle');
    expect(numberOf(low, 'cx')).toBeLessThan(numberOf(high, 'cx'));
    const bottom = 282;
    expect(bottom - numberOf(high, 'cy')).toBeCloseTo(2 * (bottom - numberOf(low, 'cy')), 0);
  });
});
