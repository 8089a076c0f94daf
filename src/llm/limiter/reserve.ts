import { cautionWait } from './caution.ts';
import { amountOf, type Need } from './limits.ts';
import { freeOf, mostOf, raised, take, waitOf } from './meter.ts';
import type { Ask, Marks, Obstacle, PoolState, Rules } from './pool.ts';
import { charged, isAhead, withoutForgotten } from './shares.ts';

export type Decision =
  | { readonly admitted: true; readonly state: PoolState; readonly marks: Marks }
  | {
      readonly admitted: false;
      readonly state: PoolState;
      readonly obstacle: Obstacle;
      /** Milliseconds; infinity when it takes calls under way to end. */
      readonly wait: number;
    };

/** Reserves all that a call may use, or says what is in its way. */
export function reserve(rules: Rules, before: PoolState, ask: Ask, now: number): Decision {
  const need = needOf(before, ask);
  const state = probing(rules, before, need, now);
  const [longest] = obstacles(rules, state, need, ask, now).toSorted((left, right) => right.wait - left.wait);
  if (longest !== undefined) return { admitted: false, state, ...longest };
  const { meters, marks } = takeAll(rules, state, need, now);
  const shares = charged(withoutForgotten(state.shares, now), ask.run, costOf(rules, state, need), now);
  const calls = { ...state.calls, [ask.id]: { owner: ask.owner, sent: now, need } };
  return { admitted: true, marks, state: { ...state, meters, calls, shares, at: now } };
}

/** What was seen in so many answers is taken for what the texts of a run are like, give or take a quarter. */
const enoughAnswers = 10;
const margin = 1.25;

/** The most that the call can use: no tokenizer makes more tokens of a text than it has bytes, and most far fewer. */
function needOf({ density }: PoolState, { bytes, maxOutputTokens }: Ask): Need {
  const tokensPerByte = density.answers < enoughAnswers ? 1 : Math.min(1, density.tokensPerByte * margin);
  return { requests: 1, input: Math.ceil(bytes * tokensPerByte), output: maxOutputTokens };
}

/** Limits that were learnt from refusals are tried a little higher from time to time, when they hold calls up. */
function probing({ limits }: Rules, state: PoolState, need: Need, now: number): PoolState {
  const due = limits.filter((rule) => {
    const meter = state.meters[rule.name];
    return meter.learnt !== undefined && freeOf(rule, meter, now) < amountOf(rule, need);
  });
  const meters = due.map((rule) => [rule.name, raised(rule, state.meters[rule.name], now)] as const);
  return due.length === 0 ? state : { ...state, meters: { ...state.meters, ...Object.fromEntries(meters) } };
}

type Waiting = { readonly obstacle: Obstacle; readonly wait: number };

/** Milliseconds after which a run that let others go first asks again. */
const turn = 20;

function obstacles(rules: Rules, state: PoolState, need: Need, { run }: Ask, now: number): readonly Waiting[] {
  const limits = rules.limits.map(({ name, ...rule }): Waiting => {
    const meter = state.meters[name];
    return { obstacle: name, wait: waitOf({ name, ...rule }, meter, amountOf(rule, need), now) };
  });
  const full = Object.keys(state.calls).length >= rules.concurrency;
  const sent = Object.values(state.calls).map((call) => call.sent);
  const others: readonly Waiting[] = [
    { obstacle: 'pause', wait: Math.max(0, state.pausedUntil - now, cautionWait(state.caution, sent, now)) },
    { obstacle: 'concurrency', wait: full ? Number.POSITIVE_INFINITY : 0 },
    { obstacle: 'turn', wait: isAhead(state.shares, run, now) ? turn : 0 },
  ];
  return [...limits, ...others].filter(({ wait }) => wait > 0);
}

function takeAll(
  { limits }: Rules,
  state: PoolState,
  need: Need,
  now: number,
): Pick<PoolState, 'meters'> & { marks: Marks } {
  const taken = limits.map(
    (rule) => [rule.name, take(rule, state.meters[rule.name], amountOf(rule, need), now)] as const,
  );
  return {
    meters: Object.fromEntries(taken.map(([name, { meter }]) => [name, meter])) as PoolState['meters'],
    marks: Object.fromEntries(taken.map(([name, { mark }]) => [name, mark])) as Marks,
  };
}

/** The share of its scarcest limit that a call takes. */
function costOf({ limits, concurrency }: Rules, state: PoolState, need: Need): number {
  return Math.max(
    1 / concurrency,
    ...limits.map((rule) => amountOf(rule, need) / mostOf(rule, state.meters[rule.name])),
  );
}
