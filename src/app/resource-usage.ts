import type { RunUsage } from '#core/run-usage.ts';

export type UsageMeter = {
  /** CPU time since the last call, and the most memory that the process ever had resident. */
  sinceLast(): RunUsage;
  /** The same since the meter was made. */
  total(): RunUsage;
};

/** Measures what this process uses from now on, on all threads. */
export function usageMeter(): UsageMeter {
  const began = cpuSeconds();
  let last = began;
  return {
    sinceLast: () => {
      const before = last;
      last = cpuSeconds();
      return { cpuSeconds: last - before, peakMemoryBytes: peakMemoryBytes() };
    },
    total: () => ({ cpuSeconds: cpuSeconds() - began, peakMemoryBytes: peakMemoryBytes() }),
  };
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Node gives kibibytes. */
function peakMemoryBytes(): number {
  return process.resourceUsage().maxRSS * 1_024;
}
