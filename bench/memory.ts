import { readFileSync } from 'node:fs';

export type Memory = {
  /** Megabytes (1,000,000 bytes); undefined where there is no /proc. */
  peak(): number | undefined;
  end(): void;
};

/** Follows the peak of a process's resident set, from /proc, until it is ended. */
export function memorySampling(pid: number): Memory {
  let peak: number | undefined;
  const sample = () => {
    // Never lower than before; gone with the process.
    peak = peakOf(pid) ?? peak;
  };
  sample();
  const timer = setInterval(sample, 100);
  timer.unref();
  return { peak: () => peak, end: () => clearInterval(timer) };
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
