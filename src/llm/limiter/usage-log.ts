/**
 * What was used lately, summed up in slices of the window's length: as small for a million calls as for ten.
 * `first` numbers the slice that `amounts` begins with; slices are counted from the Unix epoch.
 */
export type UsageLog = { readonly first: number; readonly amounts: readonly number[] };

/** An amount leaves the log up to one slice later than it must: what this costs is below half a percent. */
const slices = 240;

export const emptyLog: UsageLog = { first: 0, amounts: [] };

/** Adds an amount that was used at `at`, in milliseconds since the epoch, as `now` is. */
export function logged(log: UsageLog, window: number, amount: number, at: number, now: number): UsageLog {
  const { first, amounts } = asOf(log, window, now);
  const slice = Math.min(sliceOf(now, window), Math.max(oldest(window, now), sliceOf(at, window)));
  if (amounts.length === 0) return { first: slice, amounts: [amount] };
  const start = Math.min(first, slice);
  // One copy, of numbers that lie together: every call writes several logs of up to 240.
  const sums = amounts.slice();
  for (let earlier = start; earlier < first; earlier += 1) sums.unshift(0);
  while (sums.length <= slice - start) sums.push(0);
  sums[slice - start] = (sums[slice - start] ?? 0) + amount;
  return { first: start, amounts: sums };
}

/** The sum of what may still count at `now`. */
export function total(log: UsageLog, window: number, now: number): number {
  let sum = 0;
  for (let index = firstCounting(log, window, now); index < log.amounts.length; index += 1) {
    sum += log.amounts[index] ?? 0;
  }
  return sum;
}

/** Milliseconds until at least `amount` of it counts no longer; infinity when there is not so much. */
export function waitFor(log: UsageLog, window: number, amount: number, now: number): number {
  let freed = 0;
  for (let index = firstCounting(log, window, now); index < log.amounts.length; index += 1) {
    freed += log.amounts[index] ?? 0;
    if (freed >= amount) return endOf(log.first + index, window) + window - now;
  }
  return Number.POSITIVE_INFINITY;
}

/** Without what counts no longer. A clock that was set back leaves amounts in the future: they are of now then. */
export function asOf(log: UsageLog, window: number, now: number): UsageLog {
  const from = firstCounting(log, window, now);
  const known = Math.max(0, sliceOf(now, window) - log.first + 1);
  if (from === 0 && known >= log.amounts.length) return log;
  const amounts = log.amounts.slice(from, known);
  const ahead = log.amounts.slice(known).reduce((sum, amount) => sum + amount, 0);
  const first = log.first + from;
  if (ahead === 0) return { first, amounts };
  if (amounts.length === 0) return { first: sliceOf(now, window), amounts: [ahead] };
  return { first, amounts: [...amounts.slice(0, -1), (amounts.at(-1) ?? 0) + ahead] };
}

function firstCounting(log: UsageLog, window: number, now: number): number {
  return Math.max(0, oldest(window, now) - log.first);
}

/** The first slice that has not ended a whole window ago. */
function oldest(window: number, now: number): number {
  return sliceOf(now, window) - slices;
}

function sliceOf(at: number, window: number): number {
  return Math.floor((at * slices) / window);
}

function endOf(slice: number, window: number): number {
  return Math.ceil(((slice + 1) * window) / slices);
}
