import { broken } from './faults/broken.ts';
import { content } from './faults/content.ts';
import type { Fault } from './faults/fault.ts';
import { instead } from './faults/instead.ts';
import { missing } from './faults/missing.ts';
import { passing } from './faults/passing.ts';
import { refused } from './faults/refused.ts';

/**
 * Every way to fail that the site knows, each at `/faults/NAME`. What robots.txt denies is served like any other
 * page (under `/private/`), because whether to ask for it is up to the client.
 */
export const faults = {
  ...missing,
  ...refused,
  ...instead,
  ...broken,
  ...content,
  ...passing,
} as const satisfies Record<string, Fault>;

export type { Fault } from './faults/fault.ts';
export type FaultName = keyof typeof faults;

export const faultNames = Object.keys(faults) as readonly FaultName[];

/** The fault that a path stands for: `/faults/flaky`, or `/faults/flaky/2`, a page of its own with the same fault. */
export function faultAt(path: string): Fault | undefined {
  const name = /^\/faults\/([^/]+)(?:\/.*)?$/.exec(path)?.[1];
  return name !== undefined && Object.hasOwn(faults, name) ? faults[name as FaultName] : undefined;
}
