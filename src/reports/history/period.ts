import type { MeasuredRun } from './measured-run.ts';

export const day = 24 * 60 * 60 * 1_000;

/** The days that a report is about: whole days of UTC, the day of `now` the last. Milliseconds since the Unix epoch. */
export type Period = { readonly days: number; readonly from: number; readonly to: number };

export function periodOf(now: number, days: number): Period {
  const to = Math.floor(now / day) * day + day;
  return { days, from: to - days * day, to };
}

export const periodBefore = ({ days, from }: Period): Period => ({ days, from: from - days * day, to: from });

export function runsIn<Run extends { readonly startedAt: number }>(runs: readonly Run[], { from, to }: Period) {
  return runs.filter(({ startedAt }) => startedAt >= from && startedAt < to);
}

/** More bars than this cannot be told apart. */
const mostBins = 62;

/** The period in bins of a day, or of several when there are many, each with the runs that began in it. */
export function bins<Run extends Pick<MeasuredRun, 'startedAt'>>(runs: readonly Run[], { days, from, to }: Period) {
  const width = Math.ceil(days / mostBins) * day;
  const count = Math.ceil((to - from) / width);
  return Array.from({ length: count }, (_, index) => {
    const bin = { days: width / day, from: from + index * width, to: Math.min(to, from + (index + 1) * width) };
    return { label: dayOf(bin.from).slice(5), runs: runsIn(runs, bin) };
  });
}

/** `2026-11-27` */
export const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** `2026-11-27 14:05`, in UTC. */
export const momentOf = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

/** The month, day and time of a run's name. */
export const shortName = (id: string) => id.replace(/^\d{4}(\d{2})(\d{2})-(\d{2})(\d{2})\d{2}-.*$/u, '$1-$2 $3:$4');
