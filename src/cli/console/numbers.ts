import type { Spending } from '#app/spending.ts';
import { formatDuration } from '#core/duration.ts';
import { formatDollars as dollars } from '#core/money.ts';
import { plural } from '../plural.ts';

/** `1,234,567` */
export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** What it cost, by how that is known: `$0.0123 reported`, `3 calls unpriced`. */
export function costParts({ calls, reported, estimated, unpriced, unanswered }: Spending): readonly string[] {
  const parts = [
    ...(reported > 0 ? [`${dollars(reported)} reported`] : []),
    ...(estimated > 0 ? [`${dollars(estimated)} estimated`] : []),
    ...(unpriced === 0 ? [] : [unpriced === calls ? 'unpriced' : `${plural(unpriced, 'call')} unpriced`]),
    ...(unanswered === 0 ? [] : [`${plural(unanswered, 'call')} without an answer`]),
  ];
  return parts.length === 0 ? ['$0'] : parts;
}

/** Items a second, or a minute when they are few. */
export function perTime(perSecond: number): string {
  if (perSecond >= 100) return `${count(Math.round(perSecond))}/s`;
  return perSecond >= 1 ? `${perSecond.toFixed(1)}/s` : `${(perSecond * 60).toFixed(1)}/min`;
}

/** Shares of the whole in per cent, rounded so that they add up to 100 (largest remainder). */
export function percentages(amounts: readonly number[]): readonly number[] {
  const whole = amounts.reduce((sum, amount) => sum + amount, 0);
  if (whole === 0) return amounts.map(() => 0);
  const exact = amounts.map((amount) => (100 * amount) / whole);
  const missing = 100 - exact.reduce((sum, share) => sum + Math.floor(share), 0);
  const remainders = exact.map((share, index) => ({ index, remainder: share % 1 }));
  const raised = new Set(
    remainders
      .toSorted((left, right) => right.remainder - left.remainder)
      .slice(0, missing)
      .map(({ index }) => index),
  );
  return exact.map((share, index) => Math.floor(share) + (raised.has(index) ? 1 : 0));
}

/** A duration in milliseconds that need not be exact, without parts of a second, so that it does not flicker. */
export function roughly(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000);
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1_000);
}

/** `37 kB`, `1.2 GB`: in steps of a thousand, as disks are sold. */
export function bytes(amount: number): string {
  const steps = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = amount < 1 ? 0 : Math.min(steps.length - 1, Math.floor(Math.log10(amount) / 3));
  const scaled = amount / 1000 ** step;
  return `${step === 0 || scaled >= 10 ? Math.round(scaled) : scaled.toFixed(1)} ${steps[step]}`;
}
