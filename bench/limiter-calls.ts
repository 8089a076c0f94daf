/**
 * One process of bench/limiter.ts: makes its calls as the program does, and prints what became of them.
 * `node bench/limiter-calls.ts '<order as JSON>'`
 */
import { join } from 'node:path';
import type { Fact } from '#core/fact.ts';
import { Park } from '#core/park.ts';
import type { StageContext } from '#core/stage.ts';
import { systemClock, systemRandom } from '#app/system.ts';
import type { Completion, LanguageModel } from '#llm/language-model.ts';
import { limiter } from '#llm/limiter/limiter.ts';
import { type Limits, rulesOf } from '#llm/limiter/limits.ts';
import { rateLimited } from '#llm/limiter/rate-limited.ts';
import { observed } from '#llm/observed.ts';
import { openAiModel } from '#llm/openai-model.ts';
import { resilient } from '#llm/resilient.ts';
import { becomeOwner } from '#store/owner.ts';
import { sqliteSharedDocuments } from '#store/sqlite-shared-documents.ts';
import { stopwatch } from './stopwatch.ts';

export type Order = {
  readonly baseUrl: string;
  /** Another model, without limits, to grow warm on. */
  readonly warmUpUrl: string;
  readonly directory: string;
  readonly run: string;
  /** The calls are those with these numbers. */
  readonly from: number;
  readonly calls: number;
  readonly concurrency: number;
  readonly limits: Limits;
  /** Milliseconds since the Unix epoch. */
  readonly startAt: number;
};

export type Outcome = {
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly failed: number;
  /** Attempts by how they ended. */
  readonly attempts: Readonly<Record<string, number>>;
  /** The longest attempt, in milliseconds. */
  readonly slowest: number;
  /** Tokens of each call, in the order in which they were answered. */
  readonly tokens: readonly number[];
  /** CPU milliseconds of the whole process, from the first call on. */
  readonly cpu: number;
};

/** Of 250 to 750 tokens by the demonstration model's account. */
function question(number: number): Completion {
  const words = `chair ${number} of solid ash, oiled, made to order; `;
  return {
    system: 'Read the page.',
    user: `Name: Stool ${number}\n${words.repeat(20 + ((number * 7) % 41))}`,
    schema: {
      name: 'thing',
      jsonSchema: {
        type: 'object',
        properties: { name: { type: ['string', 'null'] } },
        required: ['name'],
        additionalProperties: false,
      },
    },
    maxOutputTokens: 100,
  };
}

async function main(order: Order): Promise<Outcome> {
  const documents = sqliteSharedDocuments(join(order.directory, 'limits.sqlite'));
  const owner = becomeOwner(join(order.directory, 'owners'), systemRandom.hexadecimal(8));
  const limits = limiter(
    'bench',
    { limits: rulesOf(order.limits), concurrency: order.limits.concurrency ?? Number.POSITIVE_INFINITY },
    { documents, owner, clock: systemClock, longestWait: 600_000, patience: 600_000 },
  );
  await warmUp(order.warmUpUrl);
  const attempts: Record<string, number> = {};
  let slowest = 0;
  const fact = ({ outcome, duration }: Fact) => {
    slowest = Math.max(slowest, duration);
    attempts[outcome] = (attempts[outcome] ?? 0) + 1;
  };
  const bare = modelAt(order.baseUrl);
  const model = resilient(
    rateLimited(observed(bare, { around: (_scope, work) => work(), fact }, 'model_call'), limits),
    {
      retries: 3,
      base: 500,
      cap: 30_000,
      patience: 600_000,
      longestWaitInPlace: 30_000,
    },
  );
  const tokens: number[] = [];
  let [next, failed] = [0, 0];
  const slot = async () => {
    while (next < order.calls) {
      const number = order.from + next;
      next += 1;
      const spent = await ask(model, number, order.run).catch((error: unknown) => console.error(error));
      if (spent === undefined) failed += 1;
      else tokens.push(spent);
    }
  };
  await systemClock.sleep(Math.max(0, order.startAt - Date.now()));
  const startedAt = Date.now();
  const spent = stopwatch();
  await Promise.all(Array.from({ length: order.concurrency }, slot));
  const finishedAt = Date.now();
  await limits.idle();
  await documents.close();
  owner.release();
  return { startedAt, finishedAt, failed, attempts, slowest, tokens, cpu: spent().cpu };
}

function modelAt(baseUrl: string): LanguageModel {
  return openAiModel({ id: 'demo-model', baseUrl, apiKey: 'demo', timeout: 60_000, structuredOutputs: 'json_schema' });
}

/** The first calls of a process compile what they run. */
async function warmUp(baseUrl: string): Promise<void> {
  const model = modelAt(baseUrl);
  const numbers = Array.from({ length: 200 }, (_, number) => number);
  for (const number of numbers) await model.complete(question(number), contextOf(number, 'warm-up'));
}

async function ask(model: LanguageModel, number: number, run: string): Promise<number> {
  for (;;) {
    try {
      const { usage } = await model.complete(question(number), contextOf(number, run));
      return usage.input + usage.output;
    } catch (error) {
      // What the engine would put back into the frontier.
      if (!(error instanceof Park)) throw error;
      await systemClock.sleep(Math.max(0, error.until - Date.now()));
    }
  }
}

function contextOf(number: number, run: string): StageContext {
  return {
    run,
    item: { id: String(number), key: 'bench', input: null },
    traceId: '',
    round: 1,
    stage: 'llm_extraction',
    iteration: 1,
    attempt: 1,
    history: [],
    numbers: new Map(),
    artifacts: [],
    signal: new AbortController().signal,
    clock: systemClock,
    random: systemRandom,
    note: () => undefined,
    event: () => undefined,
    park: (until) => {
      throw new Park(until.getTime(), 'item');
    },
  };
}

console.log(JSON.stringify(await main(JSON.parse(process.argv[2] ?? '{}') as Order)));
