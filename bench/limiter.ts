/**
 * How well the limiter uses what a provider allows: `node bench/limiter.ts [calls=2000] [window=5000] [rounds… kinds…]`.
 *
 * The demonstration's model is the provider, in a process of its own, and counts in each of the three ways, at the
 * same time. Its minute is `window` milliseconds; it allows 100 calls (or 50,000 tokens) in one, and answers take
 * 50 ms (median). The clairvoyant scheduler that the throughput is held to has the provider's own counter in its
 * hand, knows every answer's length and time before, and loses no time on the way. Exit code 1 when a call
 * is not answered, or one is refused by limits that were configured as they are.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { latencyOf } from '#demo/latency.ts';
import { limiter, limiterKinds, type LimiterKind } from '#demo/model/limiter.ts';
import type { DemoLimits } from '#demo/model/limits.ts';
import type { Limits } from '#llm/limiter/limits.ts';
import { startServer } from './child-process.ts';
import type { Order, Outcome } from './limiter-calls.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

type Round = {
  readonly name: string;
  readonly processes: number;
  /** What the provider allows, and what we think that it does. */
  readonly server: Pick<DemoLimits, 'requests' | 'tokens' | 'silent'>;
  readonly limits: Limits;
  /** What is configured is what is allowed. */
  readonly isRight: boolean;
};

const rounds: Readonly<Record<string, Round>> = {
  requests: {
    name: '100 calls a window',
    processes: 1,
    server: { requests: 100 },
    limits: { rpm: 100 },
    isRight: true,
  },
  silent: {
    name: '100 calls, a silent provider',
    processes: 1,
    server: { requests: 100, silent: true },
    limits: { rpm: 100 },
    isRight: true,
  },
  fifty: { name: '50 calls a window', processes: 1, server: { requests: 50 }, limits: { rpm: 50 }, isRight: true },
  tokens: {
    name: '50,000 tokens a window',
    processes: 1,
    server: { tokens: 50_000 },
    limits: { tpm: 50_000 },
    isRight: true,
  },
  four: {
    name: '100 calls, four processes',
    processes: 4,
    server: { requests: 100 },
    limits: { rpm: 100 },
    isRight: true,
  },
  fourSilent: {
    name: '100 calls, four processes, silent',
    processes: 4,
    server: { requests: 100, silent: true },
    limits: { rpm: 100 },
    isRight: true,
  },
  wrong: {
    name: '100 calls, 1,000 configured',
    processes: 1,
    server: { requests: 100 },
    limits: { rpm: 1_000 },
    isRight: false,
  },
  wrongSilent: {
    name: '100 calls, 1,000 configured, silent',
    processes: 1,
    server: { requests: 100, silent: true },
    limits: { rpm: 1_000 },
    isRight: false,
  },
  none: { name: '100 calls, nothing configured', processes: 1, server: { requests: 100 }, limits: {}, isRight: false },
};

const concurrency = 50;
const latency = { median: 50, spread: 0.4 };
/** Milliseconds for the processes to start in. */
const startUp = 6_000;

async function measure(round: Round, kind: LimiterKind, calls: number, window: number): Promise<string> {
  const demo = { latency, limits: { kind, window, ...round.server } };
  const server = await startServer('model.ts', [JSON.stringify(demo)]);
  const unlimited = await startServer('model.ts');
  try {
    return await withTemporaryDirectory(async (directory) => {
      // In the middle of a window: one that begins or ends with it is a matter of luck.
      const startAt = (Math.ceil((Date.now() + startUp) / window) + 0.5) * window;
      const share = Math.ceil(calls / round.processes);
      const outcomes = await Promise.all(
        Array.from({ length: round.processes }, (_, index) =>
          callIn({
            baseUrl: server.address,
            warmUpUrl: unlimited.address,
            directory,
            run: `run-${index}`,
            from: index * share,
            calls: share,
            concurrency,
            limits: { ...round.limits, minute: window },
            startAt,
          }),
        ),
      );
      const began = Math.min(...outcomes.map(({ startedAt }) => startedAt));
      const took = Math.max(...outcomes.map(({ finishedAt }) => finishedAt)) - began;
      const best = clairvoyant(round, { kind, window, began }, outcomes);
      return row(round, kind, calls, outcomes, took, best);
    });
  } finally {
    await Promise.all([server.close(), unlimited.close()]);
  }
}

async function callIn(order: Order): Promise<Outcome> {
  const words = [join(import.meta.dirname, 'limiter-calls.ts'), JSON.stringify(order)];
  const { stdout } = await promisify(execFile)(process.execPath, words, { timeout: 900_000, maxBuffer: 1e8 });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Outcome;
}

/** Milliseconds that it would have taken. */
function clairvoyant(
  { server, processes }: Round,
  { kind, window, began }: { kind: LimiterKind; window: number; began: number },
  outcomes: readonly Outcome[],
): number {
  const requests = limiter(kind, server.requests ?? Number.MAX_SAFE_INTEGER, window);
  const tokens = limiter(kind, server.tokens ?? 1e9, window);
  const slots = Array.from({ length: concurrency * processes }, () => began);
  let now = began;
  for (const [index, amount] of outcomes.flatMap((outcome) => outcome.tokens).entries()) {
    const soonest = slots.indexOf(Math.min(...slots));
    now = Math.max(now, slots[soonest] ?? 0);
    for (let wait = 1; wait > 0; now += wait) {
      wait = Math.max(
        server.requests === undefined ? 0 : requests.waitFor(1, now),
        server.tokens === undefined ? 0 : tokens.waitFor(amount, now),
      );
    }
    if (server.requests !== undefined) requests.take(1, now);
    if (server.tokens !== undefined) tokens.take(amount, now);
    slots[soonest] = now + latencyOf(latency, 1, index + 1);
  }
  return Math.max(...slots) - began;
}

function row(
  round: Round,
  kind: string,
  calls: number,
  outcomes: readonly Outcome[],
  took: number,
  best: number,
): string {
  const { isRight } = round;
  const sum = (value: (outcome: Outcome) => number) => outcomes.reduce((all, outcome) => all + value(outcome), 0);
  const answered = sum(({ tokens }) => tokens.length);
  const refused = sum(({ attempts }) => attempts['llm_rate_limited'] ?? 0);
  const figures = [answered, refused, otherFailures(outcomes), (took / 1_000).toFixed(1), (best / 1_000).toFixed(1)];
  const slowest = Math.max(...outcomes.map((outcome) => outcome.slowest));
  const share = `${((100 * best) / took).toFixed(1)} %`;
  const cpu = (sum((outcome) => outcome.cpu) / answered).toFixed(2);
  if (answered < calls || (isRight && refused > 0)) process.exitCode = 1;
  return `| ${[round.name, kind, ...figures, share, Math.round(slowest), cpu].join(' | ')} |`;
}

/** Attempts that failed for something else than a limit, by category. */
function otherFailures(outcomes: readonly Outcome[]): string {
  const failures = outcomes
    .flatMap(({ attempts }) => Object.entries(attempts))
    .filter(([outcome]) => outcome !== 'ok' && outcome !== 'llm_rate_limited');
  const counts = [...Map.groupBy(failures, ([outcome]) => outcome)].map(
    ([outcome, entries]) => `${entries.reduce((all, [, count]) => all + count, 0)} ${outcome}`,
  );
  return counts.length === 0 ? '0' : counts.join(', ');
}

const [calls = '2000', window = '5000', ...chosen] = process.argv.slice(2);
const chosenRounds = chosen.filter((word) => word in rounds);
const chosenKinds = limiterKinds.filter((kind) => chosen.includes(kind));
const unknown = chosen.filter((word) => !chosenRounds.includes(word) && !limiterKinds.some((kind) => kind === word));
if (unknown.length > 0) throw new Error(`no round or way to count: ${unknown.join(', ')}`);
const kinds = chosenKinds.length > 0 ? chosenKinds : limiterKinds;
const headings = [
  '',
  'counts',
  'answered',
  '429',
  'other failures',
  's',
  'clairvoyant s',
  'of it',
  'slowest ms',
  'CPU ms a call',
];
console.log(`| ${headings.join(' | ')} |\n|${'---|'.repeat(headings.length)}`);
for (const [key, round] of Object.entries(rounds)) {
  if (chosenRounds.length > 0 && !chosenRounds.includes(key)) continue;
  const rows = kinds.map((kind) => () => measure(round, kind, Number(calls), Number(window)));
  // Many processes at once would measure how they wait for each other.
  if (round.processes > 1) for (const make of rows) console.log(await make());
  else console.log((await Promise.all(rows.map((make) => make()))).join('\n'));
}
