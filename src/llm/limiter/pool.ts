import type { LimitStatement } from '../limit-statement.ts';
import type { Caution } from './caution.ts';
import { type LimitName, limitNames, type Need, type Rule } from './limits.ts';
import { freeOf, type Mark, type Meter, mostOf, newMeter, setBack } from './meter.ts';
import type { Shares } from './shares.ts';

/** What a pool of limits amounts to: what the models in it use, together. Plain JSON. */
export type PoolState = {
  readonly meters: Readonly<Record<LimitName, Meter>>;
  /** The calls under way, by their ids. */
  readonly calls: Readonly<Record<string, Call>>;
  readonly shares: Shares;
  /** Until then the provider wants no calls at all. */
  readonly pausedUntil: number;
  readonly caution?: Caution;
  /** The most tokens that a byte of a request turned out to be, lately, and how many answers that is known from. */
  readonly density: { readonly tokensPerByte: number; readonly answers: number };
  /** When this was so. */
  readonly at: number;
};

export type Call = { readonly owner: string; readonly sent: number; readonly need: Need };

export type Rules = { readonly limits: readonly Rule[]; readonly concurrency: number };

/** A call that would like to be made. */
export type Ask = {
  readonly id: string;
  readonly owner: string;
  readonly run: string;
  /** Of the request, in UTF-8: no tokenizer makes more tokens of a text than it has bytes. */
  readonly bytes: number;
  readonly maxOutputTokens: number;
};

/** Why a call waits: a limit, all places taken, the provider's own word, or other runs whose turn it is. */
export type Obstacle = LimitName | 'concurrency' | 'pause' | 'turn';

export type Marks = Readonly<Record<LimitName, Mark>>;

/** How a call ended, as far as limits are concerned. */
export type Ending =
  | { readonly kind: 'used'; readonly input: number; readonly output: number; readonly exact: boolean }
  /** It may have been counted in full: no answer was seen. */
  | { readonly kind: 'unknown' }
  /** The provider turned it away for what it was: a request, and no tokens. */
  | { readonly kind: 'unprocessed' }
  | { readonly kind: 'unsent' }
  | { readonly kind: 'refused'; readonly limit: LimitName; readonly retryAfter: number | undefined };

export type Settlement = {
  readonly id: string;
  readonly bytes: number;
  readonly marks: Marks;
  readonly ending: Ending;
  readonly said: readonly LimitStatement[];
};

export const emptyPool: PoolState = {
  meters: Object.fromEntries(limitNames.map((name) => [name, newMeter])) as Record<LimitName, Meter>,
  calls: {},
  shares: {},
  pausedUntil: 0,
  density: { tokensPerByte: 0, answers: 0 },
  at: 0,
};

/** What is left of each limit that is known, for whoever shows it. */
export type Headroom = {
  readonly limit: LimitName | 'concurrency';
  readonly most: number;
  readonly free: number;
};

export function headroomOf({ limits, concurrency }: Rules, state: PoolState, now: number): readonly Headroom[] {
  const metered = limits.map((rule): Headroom => {
    const meter = state.meters[rule.name];
    return { limit: rule.name, most: mostOf(rule, meter), free: Math.max(0, freeOf(rule, meter, now)) };
  });
  const places = Math.max(0, concurrency - Object.keys(state.calls).length);
  const all: readonly Headroom[] = [...metered, { limit: 'concurrency', most: concurrency, free: places }];
  return all.filter(({ most }) => most < Number.POSITIVE_INFINITY);
}

/** By how much a clock may be set back unnoticed, in milliseconds. */
const unsteady = 1_000;

/** The state for a reading of the clock, which may have been set back since the last one. */
export function asOf(rules: Rules, state: PoolState, now: number): PoolState {
  if (now >= state.at - unsteady) return state;
  const meters = rules.limits.map((rule) => [rule.name, setBack(rule, state.meters[rule.name], now)] as const);
  const { caution: _, ...rest } = state;
  return {
    ...rest,
    meters: Object.fromEntries(meters) as PoolState['meters'],
    shares: {},
    pausedUntil: Math.min(state.pausedUntil, now),
    at: now,
  };
}
