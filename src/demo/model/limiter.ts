/** How a provider counts: in minutes of the clock, over the last minute, or as a bucket that fills up steadily. */
export const limiterKinds = ['fixed', 'sliding', 'bucket'] as const;
export type LimiterKind = (typeof limiterKinds)[number];

/** What is left of a limit at some moment. */
export type Headroom = {
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until the limit is whole again, if nobody takes any more. */
  readonly reset: number;
};

/** A limit that amounts are taken from. All times are milliseconds since the Unix epoch. */
export type Limiter = {
  headroom(now: number): Headroom;
  /** Milliseconds until so much can be taken; 0 at once, infinity never. */
  waitFor(amount: number, now: number): number;
  /** To be called only when there is nothing to wait for. */
  take(amount: number, now: number): void;
};

/** @param window milliseconds in which so much may be taken as the limit says. */
export function limiter(kind: LimiterKind, limit: number, window: number): Limiter {
  const made = { fixed: fixedWindow, sliding: slidingWindow, bucket: tokenBucket }[kind](limit, window);
  return { ...made, waitFor: (amount, now) => (amount > limit ? Number.POSITIVE_INFINITY : made.waitFor(amount, now)) };
}

function fixedWindow(limit: number, window: number): Limiter {
  let current = 0;
  let taken = 0;
  const takenAt = (now: number) => (Math.floor(now / window) === current ? taken : 0);
  const untilNext = (now: number) => window - (now % window);
  return {
    headroom: (now) => ({ limit, remaining: limit - takenAt(now), reset: takenAt(now) === 0 ? 0 : untilNext(now) }),
    waitFor: (amount, now) => (takenAt(now) + amount <= limit ? 0 : untilNext(now)),
    take: (amount, now) => {
      taken = takenAt(now) + amount;
      current = Math.floor(now / window);
    },
  };
}

function slidingWindow(limit: number, window: number): Limiter {
  let log: readonly { readonly at: number; readonly amount: number }[] = [];
  const within = (now: number) => log.filter(({ at }) => at + window > now);
  const total = (entries: typeof log) => entries.reduce((sum, { amount }) => sum + amount, 0);
  return {
    headroom: (now) => {
      const entries = within(now);
      return { limit, remaining: limit - total(entries), reset: (entries.at(-1)?.at ?? now - window) + window - now };
    },
    waitFor: (amount, now) => {
      const entries = within(now);
      let excess = total(entries) + amount - limit;
      for (const { at, amount: freed } of excess > 0 ? entries : []) {
        excess -= freed;
        if (excess <= 0) return at + window - now;
      }
      return 0;
    },
    take: (amount, now) => {
      log = [...within(now), { at: now, amount }];
    },
  };
}

/** The level is kept in parts of an amount, as many as the window has milliseconds, so that it is a whole number. */
function tokenBucket(limit: number, window: number): Limiter {
  const full = limit * window;
  let level = full;
  let measured = 0;
  const levelAt = (now: number) => Math.min(full, level + (now - measured) * limit);
  const timeFor = (missing: number) => Math.max(0, Math.ceil(missing / limit));
  return {
    headroom: (now) => ({
      limit,
      remaining: Math.floor(levelAt(now) / window),
      reset: timeFor(full - levelAt(now)),
    }),
    waitFor: (amount, now) => timeFor(amount * window - levelAt(now)),
    take: (amount, now) => {
      level = levelAt(now) - amount * window;
      measured = now;
    },
  };
}
