import type { BudgetStore } from '#core/budget.ts';
import type { Clock } from '#core/clock.ts';
import { nanoDollars } from '#core/money.ts';
import { PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import { budgeted } from '#llm/budget/budgeted.ts';
import { budgetsOf } from '#llm/budget/budgets.ts';
import type { BudgetLimit } from '#llm/budget/limits.ts';
import type { Completion, LanguageModel, Usage } from '#llm/language-model.ts';
import { mostInputTokens } from '#llm/budget/most-tokens.ts';
import { mostOf, type Price } from '#llm/prices/price.ts';
import { fakeBudgetStore, type FakeBudgetStore } from '../../fakes/budget-store.ts';
import { fakeContext } from '../../fakes/context.ts';
import { completion } from '../completion.ts';

/** What a call meets, how long it takes (milliseconds), and which share (0 to 1) of the most it can cost it costs. */
export type Call = {
  readonly fate: 'answered' | 'useless' | 'refused' | 'lost';
  readonly latency: number;
  readonly share: number;
  readonly size: number;
};

export type Schedule = {
  readonly maximum: number;
  readonly calls: readonly Call[];
  readonly concurrency: number;
  readonly processes: number;
  /** Milliseconds after which the process that has lived longest is killed, and another takes its place. */
  readonly kills: readonly number[];
};

export type Ending = {
  readonly store: FakeBudgetStore;
  /** What the provider bills, whether or not its answers were heard. */
  readonly bill: number;
  readonly highestBill: number;
  readonly refusals: readonly PipelineError[];
  readonly left: number;
};

/** A nano-dollar a token. */
const price: Price = {
  version: 'test',
  tiers: [{ above: 0, rates: { input: 1e6, cachedInput: 1e6, cacheWrite: 1e6, output: 1e6, reasoning: 1e6 } }],
  perCall: 0,
};

/** The most that a call of a size can cost: nano-dollars. */
export const mostFor = (size: number) => mostOf(mostInputTokens(requestOf({ size })), size, price);

const requestOf = ({ size }: Pick<Call, 'size'>): Completion => ({ ...completion, maxOutputTokens: size });

const failures = {
  useless: (usage: Usage) => new PipelineError('llm_output', 'no JSON', { details: { usage } }),
  refused: () => new PipelineError('llm_rate_limited', 'slow down', { details: { status: 429 } }),
  lost: () => new PipelineError('llm_timeout', 'nobody knows'),
};

type Process = { readonly owner: string; alive: boolean };

/** Plays a schedule to its end, in simulated time. */
export async function play({ maximum, calls, concurrency, processes, kills }: Schedule): Promise<Ending> {
  const time = simulatedTime();
  const store = fakeBudgetStore();
  const limit: BudgetLimit = {
    name: 'month',
    tag: undefined,
    period: 'month',
    maximum: nanoDollars(maximum),
    warning: undefined,
    setting: 'budget.maxPerMonth',
    flag: undefined,
  };
  const todo = [...calls];
  const living: Process[] = [];
  const refusals: PipelineError[] = [];
  let bill = 0;

  const modelFor = (call: Call, clock: Clock): LanguageModel => ({
    id: 'model',
    complete: async (request) => {
      const amount = Math.floor(call.share * mostOf(mostInputTokens(request), request.maxOutputTokens, price));
      if (call.fate !== 'refused') bill += amount;
      await clock.sleep(call.latency);
      const usage = { input: amount, cachedInput: 0, output: 0, reasoning: 0, source: 'reported' } as const;
      const cost = { source: 'reported', amount: nanoDollars(amount), priceVersion: 'test' } as const;
      if (call.fate === 'answered') return { answer: {}, recovery: 'none', model: 'model', usage, cost };
      throw failures[call.fate](usage);
    },
  });

  const start = async (number: number): Promise<void> => {
    const process: Process = { owner: `owner-${number}`, alive: true };
    living.push(process);
    const clock = time.clockOf(process);
    const isAlive = async (owner: string) => living.some((one) => one.owner === owner && one.alive);
    const owned = ownedBy(process, store);
    await owned.reclaim(isAlive);
    const budgets = budgetsOf({ run: 'r', owner: process.owner, isAlive, tags: [], limits: [limit], store: owned });
    const context = fakeContext({ clock });
    let stopped = false;
    const worker = async () => {
      for (;;) {
        const call = stopped || !process.alive ? undefined : todo.shift();
        if (call === undefined) return;
        try {
          await budgeted(modelFor(call, clock), budgets, () => price).complete(requestOf(call), context);
        } catch (error) {
          const failure = toPipelineError(error);
          if (failure.category === 'internal') throw failure;
          if (failure.category !== 'budget_exceeded') continue;
          refusals.push(failure);
          stopped = true;
          todo.unshift(call);
        }
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    process.alive = false;
  };

  let started = processes;
  const running = Array.from({ length: processes }, (_, index) => start(index));
  for (const after of kills) {
    time.at(after, () => {
      const victim = living.find(({ alive }) => alive);
      if (victim === undefined) return;
      victim.alive = false;
      running.push(start((started += 1)));
    });
  }
  let highestBill = 0;
  await time.run(() => {
    highestBill = Math.max(highestBill, bill);
  });
  // Nobody is left; whoever comes next finds what the dead have left behind.
  await store.reclaim(async () => false);
  return { store, bill, highestBill, refusals, left: todo.length };
}

/** The dead write nothing. */
function ownedBy(process: Process, store: BudgetStore): BudgetStore {
  const whileAlive = <T>(work: () => Promise<T>): Promise<T> =>
    process.alive ? work() : new Promise<never>(() => undefined);
  return {
    reserve: (request) => whileAlive(() => store.reserve(request)),
    settle: (reservation, charge) => whileAlive(() => store.settle(reservation, charge)),
    reclaim: (isAlive) => whileAlive(() => store.reclaim(isAlive)),
    balances: (keys) => whileAlive(() => store.balances(keys)),
    declare: (pipeline, declaration) => whileAlive(() => store.declare(pipeline, declaration)),
    declared: (pipeline) => whileAlive(() => store.declared(pipeline)),
  };
}

type Event = { readonly at: number; readonly happen: () => void };

/** Time that passes from one event to the next. */
function simulatedTime() {
  let now = 0;
  let events: Event[] = [];
  const at = (when: number, happen: () => void): Event => {
    const event = { at: when, happen };
    const index = events.findLastIndex((other) => other.at <= when);
    events.splice(index + 1, 0, event);
    return event;
  };
  const clockOf = (process: Process): Clock => ({
    now: () => Date.UTC(2026, 10, 1) + now,
    monotonic: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const event = at(now + milliseconds, () => {
          if (process.alive) resolve();
        });
        signal?.addEventListener('abort', () => {
          events = events.filter((other) => other !== event);
          reject(new Error('woken'));
        });
      }),
  });
  const run = async (look: () => void): Promise<void> => {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      look();
      const next = events.shift();
      if (next === undefined) return;
      now = Math.max(now, next.at);
      next.happen();
    }
  };
  return { at, clockOf, run };
}
