import { type FaultRate, faultOfVisit } from '../fault-rate.ts';
import type { Reply } from './answer.ts';
import { type FaultName, faultNames, faults } from './faults.ts';
import type { Fault, PageBehind, Surroundings, Visit } from './faults/fault.ts';

/** Faults that a run gets over within seconds and on this machine: those drawn from when none are named. */
export const usualFaults: readonly FaultName[] = faultNames.filter((name) => entry(name).leftOut === undefined);

/** The reply of the fault, as its own page would give it. */
export function faultReply(fault: Fault, visit: Visit, site: Surroundings, behind: PageBehind): Reply | Promise<Reply> {
  return fault.recovers === undefined ? fault.reply(visit, site) : fault.reply(visit, site, behind);
}

/**
 * Lets some visits of clean pages meet a fault. It counts the visits itself, so that each generated page has a
 * series of its own.
 */
export function chanceFaults(
  rate: FaultRate<FaultName>,
  site: Surroundings,
): (behind: PageBehind) => Reply | Promise<Reply> {
  const visits = new Map<string, number>();
  return (behind) => {
    const { path, page } = behind;
    const nth = (visits.get(path) ?? 0) + 1;
    visits.set(path, nth);
    const name = faultOfVisit(rate, path, nth, recovers);
    if (name === undefined) return page;
    // A fault that stays leads on to its own page: what is asked for there is not drawn again.
    const visit = { path: recovers(name) ? path : `/faults/${name}`, query: '', nth: 1 };
    return faultReply(entry(name), visit, site, behind);
  };
}

const recovers = (name: FaultName): boolean => entry(name).recovers !== undefined;

function entry(name: FaultName): Fault {
  return faults[name];
}
