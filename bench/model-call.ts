/**
 * What our stack costs a call of a model, over the bare client: `node bench/model-call.ts [calls=400] [rounds=5]`.
 *
 * Both ask the same questions (12,000 characters, a schema of three fields) of the same server, ten at once as a run
 * does, in turns; CPU of this process only. The stack is that of a run: the answer cache and the run store in SQLite
 * files (facts and answers are committed), shortening, fallback, retries, facts, reading and checking the answer. Exit code 1 when the stack
 * costs 0.3 ms or more on top (the median of the rounds).
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import OpenAI from 'openai';
import { systemClock, systemRandom } from '#app/system.ts';
import { openCache } from '#cache/cache-database.ts';
import { sqliteAnswerCache } from '#cache/sqlite-answer-cache.ts';
import { Park } from '#core/park.ts';
import type { StageContext } from '#core/stage.ts';
import { factRecorder } from '#engine/fact-recorder.ts';
import { cached } from '#llm/cached.ts';
import { fallback, fallbackCategories } from '#llm/fallback.ts';
import type { Completion, LanguageModel } from '#llm/language-model.ts';
import { modelHealth } from '#llm/model-health.ts';
import { observed } from '#llm/observed.ts';
import { openAiModel } from '#llm/openai-model.ts';
import { reduced } from '#llm/reduced.ts';
import { resilient } from '#llm/resilient.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { stopwatch } from './stopwatch.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

const run = 'bench';
const concurrency = 10;
const record = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const field = (value: object) => record({ value, quote: { type: ['string', 'null'] } });
const jsonSchema = record({
  name: field({ type: ['string', 'null'] }),
  description: field({ type: ['string', 'null'] }),
  materials: field({ anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'null' }] }),
}) as Completion['schema']['jsonSchema'];
const text = 'A plain stool of solid oak and steel for every day. H 45 cm, 4 kg. '.repeat(180);

function question(number: number): Completion {
  return {
    system: 'You read one web page and report what it says about one product.',
    user: `Page ${number}\n${text}`,
    schema: { name: 'product', jsonSchema },
    maxOutputTokens: 500,
  };
}

function bare(baseURL: string): (number: number) => Promise<unknown> {
  const client = new OpenAI({ apiKey: 'bench', baseURL, maxRetries: 0 });
  return async (number) => {
    const { system, user, schema, maxOutputTokens } = question(number);
    const completion = await client.chat.completions.create({
      model: 'bench-model',
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ],
      response_format: {
        type: 'json_schema',
        json_schema: { name: schema.name, schema: schema.jsonSchema, strict: true },
      },
      max_completion_tokens: maxOutputTokens,
    });
    return JSON.parse(completion.choices[0]?.message.content ?? '') as unknown;
  };
}

async function stacked(baseUrl: string, directory: string): Promise<(number: number) => Promise<unknown>> {
  const store = sqliteRunStore(join(directory, 'runs.sqlite'));
  await store.begin({ id: run, pipeline: run, project: '', startedAt: 0, configuration: {}, environment: {} });
  const recorder = factRecorder(run, store);
  const answers = sqliteAnswerCache(openCache(join(directory, 'cache.sqlite')));
  const answerer = { provider: baseUrl, model: 'bench-model', parameters: {} };
  const retries = { retries: 3, base: 500, cap: 30_000, patience: 900_000, longestWaitInPlace: 5_000 };
  const attempts = observed(
    openAiModel({ id: 'bench-model', baseUrl, apiKey: 'bench', timeout: 60_000 }),
    recorder,
    'model_call',
  );
  const candidate = { model: resilient(attempts, retries), health: modelHealth() };
  const asked = reduced(fallback([candidate], { on: fallbackCategories, patience: 900_000 }));
  const kept = cached(asked, { answers, answerer, mode: 'use', commitFacts: recorder.commit });
  const model: LanguageModel = observed(kept, recorder, 'completion');
  return async (number) => {
    const item = { id: `item-${number}`, key: 'shop.test', input: '' };
    await store.enqueue(run, number, [{ line: number, item }], false);
    return async () => (await model.complete(question(number), contextOf(item))).answer;
  };
}

function contextOf(item: StageContext['item']): StageContext {
  return {
    run,
    item,
    traceId: '0af7651916cd43dd8448eb211c80319c',
    round: 1,
    stage: 'llm_extraction',
    iteration: 1,
    attempt: 1,
    history: [],
    numbers: new Map(),
    artifacts: [],
    signal: AbortSignal.timeout(600_000),
    clock: systemClock,
    random: systemRandom,
    note: () => undefined,
    event: () => undefined,
    park: (until) => {
      throw new Park(until.getTime(), 'item');
    },
  };
}

/** Milliseconds of CPU a call. */
async function measure(calls: number, call: (number: number) => Promise<unknown>, from: number): Promise<number> {
  const spent = stopwatch();
  let next = from;
  const work = async () => {
    while (next < from + calls) await call(next++);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return spent().cpu / calls;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function main(calls: number, rounds: number): Promise<void> {
  const server = fork(new URL('./model-process.ts', import.meta.url));
  try {
    const [port] = (await once(server, 'message')) as [number];
    const baseUrl = `http://127.0.0.1:${port}/v1`;
    await withTemporaryDirectory(async (directory) => {
      const plain = bare(baseUrl);
      const prepare = await stacked(baseUrl, directory);
      const differences: number[] = [];
      for (let round = 0; round <= rounds; round += 1) {
        const from = round * calls;
        const prepared: (() => Promise<unknown>)[] = [];
        for (let number = from; number < from + calls; number += 1)
          prepared.push((await prepare(number)) as () => Promise<unknown>);
        const client = await measure(calls, plain, from);
        const stack = await measure(calls, async (number) => prepared[number - from]?.(), from);
        // The first round warms both up.
        if (round === 0) continue;
        differences.push(stack - client);
        console.log(
          `client ${client.toFixed(3)} ms, stack ${stack.toFixed(3)} ms, more ${(stack - client).toFixed(3)} ms`,
        );
      }
      console.log(`median of what the stack costs more: ${median(differences).toFixed(3)} ms CPU a call`);
      if (median(differences) >= 0.3) process.exitCode = 1;
    });
  } finally {
    server.kill();
  }
}

const [calls = '400', rounds = '5'] = process.argv.slice(2);
await main(Number(calls), Number(rounds));
