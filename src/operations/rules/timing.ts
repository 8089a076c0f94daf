import { type Window, windowOf } from '../promql/window.ts';

/**
 * How long things take that rules speak of. Rules can be tried out in less time than they are made for: everything is
 * then so many times shorter.
 */
export type Timing = {
  /** So many seconds, as PromQL writes them. */
  window(seconds: number): Window;
  /** So many seconds, to compare with. */
  seconds(seconds: number): number;
};

export function timing(speed = 1): Timing {
  return { window: (seconds) => windowOf(seconds / speed), seconds: (seconds) => seconds / speed };
}

export const minute = 60;
export const hour = 3_600;
export const day = 86_400;

/** What rules call recent: short enough that what is over is soon forgotten, long enough for a batch. */
export const recent = 60 * minute;
/** What rules hold it against: the time before it. It spans several runs of a daily batch. */
export const usual = 7 * day;
