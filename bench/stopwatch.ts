/** Milliseconds of the clock on the wall, and of all threads of this process on any core. */
export type Spent = { readonly wall: number; readonly cpu: number };

/** Starts measuring this process; each call gives what was spent since then. */
export function stopwatch(): () => Spent {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { wall: performance.now() - started, cpu: (user + system) / 1_000 };
  };
}
