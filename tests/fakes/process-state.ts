import type { ProcessState } from '#telemetry/process-readings.ts';

/** A process that has nothing to do. */
export const idleProcess: ProcessState = {
  inFlight: () => 0,
  queued: async () => 0,
  hostsWaiting: () => 0,
  limits: () => [],
  budgets: () => [],
};
