import { afterEach, describe, expect, test } from 'vitest';
import { type ModelFault, modelFaultNames, modelFaults } from '#demo/model/faults.ts';
import { type DemoModel, type DemoModelSettings, startDemoModel } from '#demo/model/server.ts';
import { grounded } from '#extraction/grounding/grounded.ts';
import { modelExtractor } from '#extraction/model-extractor.ts';
import { parsePrompt } from '#extraction/prompt.ts';
import { openAiModel } from '#llm/openai-model.ts';
import { fakeContext } from '../../fakes/context.ts';
import { fakeDocument } from '../../fakes/document.ts';
import { realClock } from '../../fakes/real-clock.ts';
import { only } from '../../extraction/target.ts';

let demo: DemoModel;
const start = async (settings: Partial<DemoModelSettings> = {}) => {
  demo = await startDemoModel({ port: 0, ...settings });
};
afterEach(() => demo.close());

const origin = () => demo.baseUrl.replace(/\/v1$/u, '');
const schema = { type: 'object', properties: { name: { type: 'string' } } } as const;
const question = (name = 'Stool') => ({
  model: 'demo-model',
  messages: [{ role: 'user', content: `Name: ${name}` }],
  response_format: { type: 'json_schema', json_schema: { name: 'x', strict: true, schema } },
});
const post = (body: unknown = question(), path = '/v1', signal?: AbortSignal) =>
  fetch(`${origin()}${path}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
const bill = async () => {
  const body = (await (await fetch(`${demo.baseUrl}/demo/bill`)).json()) as { models: Record<string, unknown> };
  return body.models['demo-model'];
};

/** What the pipeline's own adapter makes of the model: the category, or the answer. */
async function outcomeOf(name: string): Promise<unknown> {
  const settings = { id: 'demo-model', apiKey: 'demo', timeout: 300, structuredOutputs: 'json_schema' } as const;
  const model = openAiModel({ ...settings, baseUrl: `${origin()}/faults/${name}/v1` });
  const request = { system: 's', user: 'Name: Stool', schema: { name: 'x', jsonSchema: schema }, maxOutputTokens: 500 };
  return model.complete(request, fakeContext({ clock: realClock })).then(
    ({ answer }) => answer,
    (error: { category?: unknown }) => error.category,
  );
}

describe('each fault by its path', () => {
  test.each(modelFaultNames)('%s ends as it says, in the pipeline’s own adapter', async (name) => {
    await start();
    const fault: ModelFault = modelFaults[name];
    const first = await outcomeOf(name);
    if (fault.recovers === undefined) expect(first).toEqual(fault.ends);
    // Is read as it was meant, or as it is though it is not true, so that nothing has to be asked again.
    else if (name === 'model-broken-json' || name === 'model-hallucination') expect(first).toEqual({ name: 'Stool' });
    else expect([first, await outcomeOf(name)]).toEqual([expect.stringMatching(/^llm_/u), { name: 'Stool' }]);
  });

  test('what it makes up is no value that stands in the page', async () => {
    await start();
    const settings = { id: 'demo-model', apiKey: 'demo', timeout: 3_000, structuredOutputs: 'json_schema' } as const;
    const model = openAiModel({ ...settings, baseUrl: `${origin()}/faults/model-hallucination/v1` });
    const prompt = parsePrompt(
      '---\nid: a\nversion: 1\n---\n# System\nRead.\n# User\n{{fields}}\n{{document}}',
      'a.md',
    );
    const extractor = grounded(modelExtractor({ model, prompt, maxOutputTokens: 500, maxDocumentTokens: 1_000 }));
    const page = fakeDocument({ title: 'Stool', text: 'Price: 120 EUR\nWeight: 4 kg' });
    const context = fakeContext({ clock: realClock });
    await extractor.extract(page, only('name', 'price', 'weight'), context);
    expect(context.notes).toMatchObject({ grounded_model: 1, ungrounded_model: 2 });
    expect(context.notes['explanation_grounding']).toMatch(/^price: .+; weight: /u);
  });

  test('there is no other', async () => {
    await start();
    expect((await post(question(), '/faults/nonesuch/v1')).status).toBe(404);
  });

  test('a 429 carries the headers that clients wait by', async () => {
    await start();
    const { status, headers } = await post(question(), '/faults/model-rate-limited/v1');
    expect(status).toBe(429);
    expect(Object.fromEntries(headers)).toMatchObject({
      'retry-after': '1',
      'retry-after-ms': '500',
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '500ms',
    });
  });
});

describe('limits', () => {
  test('requests: enforced and told in headers, on the clock that is given', async () => {
    let now = 1_000_000;
    await start({ limits: { kind: 'sliding', window: 60_000, requests: 2 }, now: () => now });
    const first = await post();
    expect(first.headers.get('x-ratelimit-remaining-requests')).toBe('1');
    now += 10_000;
    expect((await post()).headers.get('x-ratelimit-reset-requests')).toBe('1m0s');
    const third = await post();
    expect([third.status, third.headers.get('retry-after'), third.headers.get('retry-after-ms')]).toEqual([
      429,
      '50',
      '50000',
    ]);
    expect(await third.json()).toMatchObject({
      error: { type: 'requests', code: 'rate_limit_exceeded', message: expect.stringContaining('try again in 50s') },
    });
    now += 50_000;
    expect((await post()).status).toBe(200);
  });

  test('tokens: prompt and answer count; what is larger than the limit is not to be waited for', async () => {
    await start({ limits: { kind: 'fixed', window: 60_000, tokens: 12 }, now: () => 0 });
    const { headers } = await post();
    expect(headers.get('x-ratelimit-remaining-tokens')).toBe(String(12 - 3 - 4));
    expect((await post()).status).toBe(429);
    const long = await post(question('x'.repeat(100)));
    expect([long.status, long.headers.get('retry-after')]).toEqual([429, null]);
  });

  test('a prompt that is longer than the context is an error that says so', async () => {
    await start({ contextTokens: 10 });
    const response = await post(question('x'.repeat(100)));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'context_length_exceeded' } });
  });
});

describe('a fault rate', () => {
  const names = Array.from({ length: 40 }, (_, index) => `Stool ${index}`);
  const statuses = async (order: readonly string[]) => {
    const all = order.map(async (name) => [name, (await post(question(name))).status] as const);
    return Object.fromEntries(await Promise.all(all));
  };

  test('fails the same questions whatever the order, and lets those that recover through when asked again', async () => {
    const faults = { rate: 0.4, kinds: ['model-flaky', 'model-busy'], seed: 2 };
    await start({ faults });
    const first = await statuses(names);
    expect(new Set(Object.values(first))).toEqual(new Set([200, 429, 500]));
    await demo.close();
    await start({ faults });
    expect(await statuses(names.toReversed())).toEqual(first);
    const failed = names.filter((name) => first[name] !== 200);
    expect(new Set(Object.values(await statuses(failed)))).toEqual(new Set([200]));
  });

  test('of a kind that there is not is a mistake in demo.faults', async () => {
    await start();
    await expect(startDemoModel({ port: 0, faults: { rate: 1, kinds: ['moods'] } })).rejects.toMatchObject({
      category: 'config',
      message: expect.stringMatching(/^demo\.faults: there is no fault moods/u),
    });
  });
});

describe('the bill', () => {
  const cost = (answers: number) => ({
    answers,
    prompt_tokens: 3 * answers,
    completion_tokens: 4 * answers,
    cost_nano_dollars: (3 * 100 + 4 * 400) * answers,
  });

  test('counts answers and tokens, spoilt ones too, and refusals that cost nothing', async () => {
    await start();
    for (const path of ['/v1', '/v1', '/faults/model-broken-json/v1', '/faults/model-error/v1']) {
      await (await post(question(), path)).text();
    }
    expect(await bill()).toEqual({ calls: 4, ...cost(3), refused: { 500: 1 }, unheard: cost(0) });
  });

  test('holds answers that nobody waited for', async () => {
    const patience = new AbortController();
    const thought = Promise.withResolvers<void>();
    await start({
      latency: { median: 40, spread: 0 },
      sleep: () => {
        // The caller goes away while the model thinks.
        patience.abort();
        return thought.promise;
      },
    });
    await expect(post(question(), '/v1', patience.signal)).rejects.toThrow('aborted');
    // The server is told so by the time that it has answered another.
    await bill();
    thought.resolve();
    await expect(post(question(), '/faults/model-reset/v1')).rejects.toThrow('fetch failed');
    await expect.poll(bill).toEqual({ calls: 2, ...cost(2), refused: {}, unheard: cost(2) });
  });
});
