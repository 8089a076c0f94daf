import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { listModels } from '#llm/list-models.ts';
import { answering } from '../fixtures/answering.ts';

let demo: DemoModel;
beforeAll(async () => {
  demo = await startDemoModel({ port: 0 });
});
afterAll(() => demo.close());

const ask = (baseUrl: string, timeout = 5_000) => listModels({ baseUrl, apiKey: 'sk-planted', timeout }, fetch);

describe('a provider that is asked for its models', () => {
  test('lists them, with or without a slash at the end of its address', async () => {
    const listed = { kind: 'listed', models: ['demo-model'] };
    expect(await ask(demo.baseUrl)).toEqual(listed);
    expect(await ask(`${demo.baseUrl}/`)).toEqual(listed);
    expect(demo.requests()).toBe(0);
  });

  test('is given the key, which is kept out of what is known of its refusal', async () => {
    await using server = await answering(401, (request) => `no: ${request.headers.authorization}`);
    const answer = await ask(`${server.origin}/v1`);
    expect(answer).toEqual({ kind: 'answered', status: 401 });
    expect(server.requests).toEqual([['/v1/models', 'Bearer sk-planted']]);
  });

  test('answers with something else', async () => {
    await using server = await answering(200, () => '<html>hello</html>');
    expect(await ask(server.origin)).toEqual({ kind: 'answered', status: 200 });
    await using other = await answering(200, () => '{"data": 3}');
    expect(await ask(other.origin)).toEqual({ kind: 'answered', status: 200 });
  });

  test('sends us elsewhere, where the key does not go', async () => {
    await using elsewhere = await answering(200, () => '{"data": []}');
    await using server = await answering(302, () => '', { location: elsewhere.origin });
    expect(await ask(server.origin)).toEqual({ kind: 'answered', status: 302 });
    expect(elsewhere.requests).toEqual([]);
  });

  test('is not there, or does not answer in time', async () => {
    expect(await ask('http://127.0.0.1:1/v1')).toMatchObject({ kind: 'unreached' });
    await using silent = await answering('never', () => '');
    expect(await ask(silent.origin, 50)).toMatchObject({ kind: 'unreached', error: { name: 'TimeoutError' } });
  });
});
