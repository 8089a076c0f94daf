import { afterEach, expect, test } from 'vitest';
import { fetchOnce } from '#llm/fetch-once.ts';
import { type Provider, sendJson, startProvider } from './provider.ts';

let provider: Provider | undefined;
afterEach(async () => provider?.close());

const post = { method: 'POST', body: '{"question":"ö"}', headers: { 'content-type': 'application/json' } };

test('brings status, headers and body, whatever the status', async () => {
  provider = await startProvider((response) => sendJson(response, 429, { said: 'ä' }, { 'retry-after': '7' }));
  const response = await fetchOnce(`${provider.baseUrl}/x`, post);
  expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
    429,
    '7',
    { said: 'ä' },
  ]);
  expect(provider.bodies).toEqual([post.body]);
});

test('an answer without a body is one', async () => {
  provider = await startProvider((response) => response.writeHead(204).end());
  const response = await fetchOnce(`${provider.baseUrl}/x`, post);
  expect([response.status, await response.text()]).toEqual([204, '']);
});

test('is not led to another address', async () => {
  provider = await startProvider((response) => response.writeHead(307, { location: '/y' }).end());
  expect((await fetchOnce(`${provider.baseUrl}/x`, post)).status).toBe(307);
  expect(provider.bodies).toHaveLength(1);
});

test('gives up when it is told to, also in the middle of an answer', async () => {
  const giveUp = new AbortController();
  provider = await startProvider((response) => {
    response.writeHead(200).write('{"half');
    setImmediate(() => giveUp.abort());
  });
  await expect(fetchOnce(`${provider.baseUrl}/x`, { ...post, signal: giveUp.signal })).rejects.toThrow(/abort/iu);
});

test('does not read without end', async () => {
  const megabyte = Buffer.alloc(1024 * 1024, 'x');
  provider = await startProvider((response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(megabyte)) continue;
      if (!response.destroyed) response.once('drain', more);
    };
    response.on('error', () => undefined).writeHead(200);
    more();
  });
  await expect(fetchOnce(`${provider.baseUrl}/x`, post)).rejects.toThrow(/exceeded max size/u);
});
