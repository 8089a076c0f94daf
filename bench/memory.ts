import { readFileSync } from 'node:fs';

/**
 * Follows the peak of a process's resident set, from /proc, until it is ended.
 *
 * `end` gives the peak in megabytes (1,000,000 bytes); undefined where there is no /proc.
 */
export function memorySampling(pid: number): { end(): number | undefined } {
  let peak: number | undefined;
  const sample = () => {
    peak = Math.max(peak ?? 0, peakOf(pid) ?? 0) || undefined;
  };
  sample();
  const timer = setInterval(sample, 100);
  return {
    end: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

/** The kernel's own mark of the highest value so far (VmHWM, in KiB), so that no moment is missed but the last. */
function peakOf(pid: number): number | undefined {
  try {
    const kibibytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : (Number(kibibytes) * 1_024) / 1_000_000;
  } catch {
    // The process has ended, or this system tells nothing about its processes.
    return undefined;
  }
}
