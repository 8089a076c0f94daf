import { PipelineError } from '#core/pipeline-error.ts';
import { draw, drawOne } from './draw.ts';

/** How often what is asked for goes wrong. */
export type FaultRate<Name extends string = string> = {
  /** The share of requests, 0 to 1. */
  readonly rate: number;
  /** Faults to draw from. */
  readonly kinds: readonly Name[];
  /** Another seed, another series. */
  readonly seed: number;
};

/**
 * The fault that a visit meets, if any: decided by seed, subject and number of the visit, so that it is the same
 * whatever else is asked for meanwhile. After a fault that recovers, the next visit is spared.
 *
 * @param nth 1 for the first visit.
 */
export function faultOfVisit<Name extends string>(
  { rate, kinds, seed }: FaultRate<Name>,
  subject: string,
  nth: number,
  recovers: (name: Name) => boolean,
): Name | undefined {
  let fault: Name | undefined;
  for (let visit = 1; visit <= nth; visit += 1) {
    const isSpared = fault !== undefined && recovers(fault);
    const isHit = !isSpared && draw(seed, subject, visit) < rate;
    fault = isHit ? drawOne(kinds, seed, subject, visit, 'kind') : undefined;
  }
  return fault;
}

/** @throws PipelineError `config` for a name that is none of the faults. */
export function knownFaults<Name extends string>(
  asked: readonly string[],
  known: readonly Name[],
  setting: string,
): readonly Name[] {
  const isKnown = (name: string): name is Name => (known as readonly string[]).includes(name);
  const unknown = asked.filter((name) => !isKnown(name));
  if (unknown.length > 0) {
    const message = `${setting}: there is no fault ${unknown.join(', ')}; there are ${known.join(', ')}`;
    throw new PipelineError('config', message);
  }
  return asked.filter(isKnown);
}
