import { cautionAfter, transit } from './caution.ts';
import { amountOf, type Need, type Rule } from './limits.ts';
import { hear, type Meter, refuse, type Spent, settle } from './meter.ts';
import type { Call, Ending, PoolState, Rules, Settlement } from './pool.ts';

/** Puts what a call has used in the place of what was reserved for it, and takes in what the provider said. */
export function settled(rules: Rules, state: PoolState, settlement: Settlement, now: number): PoolState {
  const { [settlement.id]: call, ...calls } = state.calls;
  // One that was taken for dead has been settled already.
  if (call === undefined) return state;
  const used = usedBy(call.need, settlement.ending);
  const meters = rules.limits.map((rule) => {
    const spent = spentOf(rule, call, used, now);
    const after = settle(rule, state.meters[rule.name], spent, now);
    const heard = withWords(rule, after, settlement, spent, now);
    return [rule.name, withRefusal(rule, heard, settlement.ending, call, now)] as const;
  });
  const { caution: before, ...rest } = state;
  const pausedUntil = Math.max(state.pausedUntil, pauseAfter(rules, settlement.ending, now));
  const { kind } = settlement.ending;
  const ending = kind === 'refused' || kind === 'unsent' ? kind : 'let in';
  const caution = cautionAfter(before, { sent: call.sent, ending }, pausedUntil);
  return {
    ...rest,
    density: measured(state, settlement),
    calls,
    meters: Object.fromEntries(meters) as PoolState['meters'],
    pausedUntil,
    ...(caution === undefined ? {} : { caution }),
    at: Math.max(now, state.at),
  };
}

/** Frees what processes had reserved that have died since: their calls may have been counted in full. */
export function withoutOwners(rules: Rules, state: PoolState, dead: readonly string[], now: number): PoolState {
  const orphaned = Object.entries(state.calls).filter(([, { owner }]) => dead.includes(owner));
  const calls = Object.fromEntries(Object.entries(state.calls).filter(([, { owner }]) => !dead.includes(owner)));
  const meters = rules.limits.map((rule) => {
    const spend = (meter: Meter, [, call]: readonly [string, Call]) =>
      settle(rule, meter, spentOf(rule, call, call.need, now), now);
    return [rule.name, orphaned.reduce(spend, state.meters[rule.name])] as const;
  });
  return { ...state, calls, meters: Object.fromEntries(meters) as PoolState['meters'] };
}

function usedBy(need: Need, ending: Ending): Need {
  switch (ending.kind) {
    case 'used':
      return { requests: need.requests, input: ending.input, output: ending.output };
    case 'unknown':
      return need;
    case 'unprocessed':
      return { requests: need.requests, input: 0, output: 0 };
    case 'unsent':
    case 'refused':
      return { requests: 0, input: 0, output: 0 };
  }
}

function spentOf(rule: Rule, { need, sent }: Call, used: Need, now: number): Spent {
  const arrived = Math.min(now, sent + transit);
  return {
    reserved: amountOf(rule, need),
    parts: [
      { amount: amountOf(rule, { ...used, output: 0 }), at: arrived },
      { amount: amountOf(rule, { requests: 0, input: 0, output: used.output }), at: now },
    ],
  };
}

function withWords(rule: Rule, meter: Meter, settlement: Settlement, { reserved, parts }: Spent, now: number): Meter {
  const mark = settlement.marks[rule.name];
  const used = parts.reduce((sum, { amount }) => sum + amount, 0);
  const about = settlement.said.filter(({ limit }) => limit === rule.name);
  const { ending } = settlement;
  // When it is to be asked again, as a refusal names it, is said of that very moment; else when all is whole again.
  const invited = ending.kind === 'refused' ? ending.retryAfter : undefined;
  return about.reduce(
    (heard, said) =>
      hear(rule, heard, { said, mark, used, returned: reserved - used, over: invited ?? said.reset }, now),
    meter,
  );
}

function withRefusal(rule: Rule, meter: Meter, ending: Ending, { need, sent }: Call, now: number): Meter {
  if (ending.kind !== 'refused' || ending.limit !== rule.name) return meter;
  return refuse(rule, meter, { amount: amountOf(rule, need), sent }, now);
}

/** A refusal that names no time still is one: a second of a minute keeps us from asking again and again. */
function pauseAfter({ limits }: Rules, ending: Ending, now: number): number {
  if (ending.kind !== 'refused') return 0;
  const shortest = Math.min(...limits.map(({ window }) => window)) / 60;
  return now + (ending.retryAfter ?? shortest);
}

/** A ratio that was high is believed less and less: 0.995 halves what is above the rest in about 140 calls. */
const forgetting = 0.995;

function measured({ density }: PoolState, { ending, bytes }: Settlement): PoolState['density'] {
  if (ending.kind !== 'used' || !ending.exact || bytes === 0) return density;
  return {
    tokensPerByte: Math.max(ending.input / bytes, density.tokensPerByte * forgetting),
    answers: density.answers + 1,
  };
}
