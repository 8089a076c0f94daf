import { draw } from './draw.ts';

/** How long answers take: log-normal, as times of real servers are roughly. */
export type Latency = {
  /** Milliseconds: half of the answers come sooner. */
  readonly median: number;
  /** The standard deviation of the logarithm: 0 makes all the same, with 0.5 one in six takes 1.65 times as long. */
  readonly spread: number;
};

/**
 * Milliseconds that the answer takes which the words name; the same for the same words.
 *
 * @param seed makes another series of it.
 */
export function latencyOf({ median, spread }: Latency, seed: number, ...words: readonly (string | number)[]): number {
  if (median === 0 || spread === 0) return median;
  // Box and Muller (The Annals of Mathematical Statistics 29(2), 1958); 1 - draw keeps clear of the logarithm of 0.
  const radius = Math.sqrt(-2 * Math.log(1 - draw(seed, 'radius', ...words)));
  const normal = radius * Math.cos(2 * Math.PI * draw(seed, 'angle', ...words));
  return median * Math.exp(spread * normal);
}
