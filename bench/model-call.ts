/**
 * What our stack costs a call of a model, over the bare client: `node bench/model-call.ts [calls=400] [rounds=15]`.
 *
 * Both ask the same questions (12,000 characters, a schema of three fields) of the same server, ten at once as a run
 * does, in turns; CPU of this process only. The stack is all that a run puts around a model, over stores in files (see
 * `composed-model.ts`). Exit code 1 when it costs 0.3 ms or more on top (lower quartiles of the rounds).
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import OpenAI from 'openai';
import type { StageContext } from '#core/stage.ts';
import type { Completion } from '#llm/language-model.ts';
import { composedModel } from './composed-model.ts';
import { stopwatch } from './stopwatch.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

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

/** Other work on the machine only ever adds: a quarter of the rounds were less in its way. */
const lowerQuartile = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 4)] ?? 0;

async function main(calls: number, rounds: number): Promise<void> {
  const server = fork(new URL('./model-process.ts', import.meta.url));
  try {
    const [port] = (await once(server, 'message')) as [number];
    const baseUrl = `http://127.0.0.1:${port}/v1`;
    await withTemporaryDirectory(async (directory) => {
      const plain = bare(baseUrl);
      const { model, enqueue, close } = await composedModel('bench-model', baseUrl, directory);
      const [clients, stacks]: [number[], number[]] = [[], []];
      for (let round = 0; round <= rounds; round += 1) {
        const from = round * calls;
        const contexts: StageContext[] = [];
        for (let number = from; number < from + calls; number += 1) contexts.push(await enqueue(number));
        const client = await measure(calls, plain, from);
        const ask = async (number: number) => {
          const context = contexts[number - from];
          return context && (await model.complete(question(number), context)).answer;
        };
        const stack = await measure(calls, ask, from);
        // The first round warms both up.
        if (round === 0) continue;
        clients.push(client);
        stacks.push(stack);
        console.log(`client ${client.toFixed(3)} ms, stack ${stack.toFixed(3)} ms`);
      }
      await close();
      const [client, stack] = [lowerQuartile(clients), lowerQuartile(stacks)];
      const more = stack - client;
      console.log(
        `lower quartiles: client ${client.toFixed(3)} ms, stack ${stack.toFixed(3)} ms, ${more.toFixed(3)} ms CPU a call more`,
      );
      if (more >= 0.3) process.exitCode = 1;
    });
  } finally {
    server.kill();
  }
}

const [calls = '400', rounds = '15'] = process.argv.slice(2);
await main(Number(calls), Number(rounds));
