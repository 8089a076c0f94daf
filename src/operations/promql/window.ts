/** A range of time as PromQL writes it, or a variable of Grafana that stands for one. */
export type Window = `${number}${'ms' | 's' | 'm' | 'h' | 'd'}` | '$__rate_interval' | '$__range' | '$__interval';

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** So many seconds, in the largest unit that has no fraction; a millisecond at least. */
export function windowOf(seconds: number): Window {
  const milliseconds = Math.max(1, Math.round(seconds * 1_000));
  const [unit, size] = units.find(([, each]) => milliseconds % each === 0) ?? ['ms', 1];
  return `${milliseconds / size}${unit}`;
}
