/** Milliseconds over which the rate is taken. */
const window = 30_000;
/** Milliseconds and items below which a rate would be a guess. */
const shortest = 2_000;
const fewest = 5;

export type Pace = {
  /** @param settled how many items have settled by then, of the whole run. */
  sample(at: number, settled: number): void;
  /** Items a second; undefined until there is something to tell it by. */
  rate(): number | undefined;
};

/** How fast items have settled of late. Times are milliseconds of a monotonic clock. */
export function pace(): Pace {
  let samples: (readonly [at: number, settled: number])[] = [];
  return {
    sample: (at, settled) => {
      samples = [...samples.filter(([earlier]) => at - earlier <= window), [at, settled]];
    },
    rate: () => {
      const [first, last] = [samples[0], samples.at(-1)];
      if (first === undefined || last === undefined) return undefined;
      const [milliseconds, items] = [last[0] - first[0], last[1] - first[1]];
      return milliseconds < shortest || items < fewest ? undefined : (items / milliseconds) * 1_000;
    },
  };
}
