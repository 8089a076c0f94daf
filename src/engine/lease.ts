import type { OwnerPorts } from './ports.ts';

/** Milliseconds an owner may be silent before others may take its items: several missed renewals. */
export const leaseDuration = 60_000;
const renewal = 15_000;
/** Milliseconds between looks for owners that have died. */
const reclaiming = 5_000;

/** Renews the lease on what we hold, and frees what dead owners held, until the signal aborts. */
export async function keepLease(run: string, ports: OwnerPorts, signal: AbortSignal, freed: () => void): Promise<void> {
  const { store, clock, owner, isAlive } = ports;
  let renewed = clock.monotonic();
  while (!signal.aborted) {
    await clock.sleep(reclaiming, signal).catch(() => undefined);
    if (signal.aborted) return;
    if (clock.monotonic() - renewed >= renewal) {
      renewed = clock.monotonic();
      await store.renew(run, { owner, until: clock.now() + leaseDuration });
    }
    if ((await store.reclaim(run, clock.now(), isAlive)) > 0) freed();
  }
}
