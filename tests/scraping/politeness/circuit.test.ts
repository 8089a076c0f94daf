import { describe, expect, test } from 'vitest';
import { circuit, type Circuit } from '#scraping/politeness/circuit.ts';

function fail(broken: Circuit, pages: number, now = 0): void {
  for (let page = 0; page < pages; page += 1) broken.failed(now, `page ${page}`);
}

describe('a host', () => {
  test('is left alone when enough pages in a row have failed, and not before', () => {
    const broken = circuit();
    fail(broken, 14);
    expect(broken.closedUntil(0)).toBeUndefined();
    broken.succeeded();
    fail(broken, 14);
    expect(broken.closedUntil(0)).toBeUndefined();
    broken.failed(0, 'another');
    expect(broken.closedUntil(0)).toBe(30_000);
  });

  test('is not left alone for one page that fails again and again', () => {
    const broken = circuit();
    for (let attempt = 0; attempt < 100; attempt += 1) broken.failed(0, 'page');
    expect(broken.closedUntil(0)).toBeUndefined();
  });

  test('is tried with one page when it has rested, and rests longer when that fails', () => {
    const broken = circuit();
    fail(broken, 15);
    expect(broken.closedUntil(30_000)).toBeUndefined();
    broken.begin();
    expect(broken.closedUntil(30_000)).toBe(31_000);
    broken.failed(30_500, 'trial');
    expect(broken.closedUntil(30_500)).toBe(90_500);
  });

  test('is tried with another page when nothing came of the trial', () => {
    const broken = circuit();
    fail(broken, 15);
    broken.begin();
    broken.abandoned();
    expect(broken.closedUntil(30_000)).toBeUndefined();
    // It has failed no more often than before.
    broken.begin();
    broken.failed(30_500, 'trial');
    expect(broken.closedUntil(30_500)).toBe(90_500);
  });

  test('is asked as before when the trial succeeds', () => {
    const broken = circuit();
    fail(broken, 15);
    broken.begin();
    broken.succeeded();
    expect(broken.closedUntil(0)).toBeUndefined();
    fail(broken, 14);
    expect(broken.closedUntil(0)).toBeUndefined();
  });

  test('is given up after three trials that failed', () => {
    const broken = circuit();
    fail(broken, 15);
    const ends: (number | undefined)[] = [];
    for (let trial = 0; trial < 3; trial += 1) {
      const now = broken.closedUntil(0) ?? 0;
      ends.push(now);
      broken.begin();
      broken.failed(now, 'trial');
    }
    expect(ends).toEqual([30_000, 90_000, 210_000]);
    expect(broken.closedUntil(1e9)).toBe(Infinity);
  });

  test('does not rest longer for requests that were under way when it was left alone', () => {
    const broken = circuit();
    fail(broken, 15);
    broken.failed(5_000, 'late');
    expect(broken.closedUntil(5_000)).toBe(30_000);
  });
});
