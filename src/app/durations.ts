/** Durations in buckets that grow by 2 %, from 0.1 ms on: a quantile is off by 1 % at most. */
const growth = 1.02;
const smallest = 0.1;

/** Durations in milliseconds, counted: takes at most some ten kilobytes, however many there are. */
export type Durations = {
  count: number;
  /** Milliseconds, exactly. */
  sum: number;
  readonly buckets: Map<number, number>;
};

export function noDurations(): Durations {
  return { count: 0, sum: 0, buckets: new Map() };
}

export function addDuration(durations: Durations, milliseconds: number): void {
  const bucket = bucketOf(milliseconds);
  durations.count += 1;
  durations.sum += milliseconds;
  durations.buckets.set(bucket, (durations.buckets.get(bucket) ?? 0) + 1);
}

/** The duration, in milliseconds, that half of them do not exceed; 0 when there are none. */
export function medianOf({ count, buckets }: Durations): number {
  let seen = 0;
  for (const [bucket, times] of [...buckets].toSorted(([left], [right]) => left - right)) {
    seen += times;
    // The middle of the bucket, as its bounds grow.
    if (seen * 2 >= count) return smallest * growth ** (bucket - 0.5);
  }
  return 0;
}

/** Bucket n holds what is above smallest * growth^(n-1), up to smallest * growth^n. */
function bucketOf(milliseconds: number): number {
  return Math.max(0, Math.ceil(Math.log(Math.max(milliseconds, smallest) / smallest) / Math.log(growth)));
}
