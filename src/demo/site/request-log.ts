export type DemoRequest = {
  readonly method: string;
  /** As requested, with the query. */
  readonly path: string;
  /** 0 for the first request that the site received. */
  readonly index: number;
};

/** How many of the latest requests are remembered one by one. */
const remembered = 1000;

/**
 * Remembers what was asked for. The counts by path (without the query) are complete; all generated pages share
 * one, `/generated`, so that a million of them take no memory.
 */
export function requestLog() {
  const latest: DemoRequest[] = [];
  const counts = new Map<string, number>();
  let total = 0;
  return {
    latest: (): readonly DemoRequest[] => [...latest],
    counts: (): ReadonlyMap<string, number> => new Map(counts),
    /** @returns how often the path has been asked for, this time included. */
    add(method: string, pathname: string, query: string): number {
      latest.push({ method, path: pathname + query, index: total });
      total += 1;
      if (latest.length > remembered) latest.shift();
      const counted = pathname.startsWith('/generated/') ? '/generated' : pathname;
      const nth = (counts.get(counted) ?? 0) + 1;
      counts.set(counted, nth);
      return nth;
    },
  };
}
