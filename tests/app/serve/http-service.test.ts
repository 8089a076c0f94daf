import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type HttpService,
  plainText,
  type Route,
  type ServiceSettings,
  startHttpService,
} from '#app/serve/http-service.ts';
import { PipelineError } from '#core/pipeline-error.ts';

const services: HttpService[] = [];
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.close()));
});

const hello: Route = { guarded: false, answer: async () => plainText(200, 'hello') };

async function start(given: Partial<ServiceSettings> = {}): Promise<HttpService> {
  const settings = { host: '127.0.0.1', port: 0, token: undefined, routes: { '/': hello }, complain: () => undefined };
  const service = await startHttpService({ ...settings, ...given });
  services.push(service);
  return service;
}

const statusOf = async (url: string, request: RequestInit = {}) => (await fetch(url, request)).status;

describe('a service', () => {
  test('answers its routes, whatever stands behind a question mark, and nothing else', async () => {
    const { origin } = await start();
    expect(await (await fetch(`${origin}/?a=1`)).text()).toBe('hello\n');
    expect(await statusOf(`${origin}/nonesuch`)).toBe(404);
    expect(await statusOf(`${origin}/toString`)).toBe(404);
    const head = await fetch(origin, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '6', '']);
    expect(await statusOf(origin, { method: 'POST', body: 'x'.repeat(100_000) })).toBe(405);
    expect(await statusOf(`${origin}/${'x'.repeat(3_000)}`)).toBe(414);
  });

  test('gives what is guarded only to those who have the token', async () => {
    const { origin } = await start({
      token: 'open sesame'.replace(' ', '-'),
      routes: { '/': hello, '/secret': { ...hello, guarded: true } },
    });
    const secret = `${origin}/secret`;
    const refused = await fetch(secret);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    const withHeader = (authorization: string) => statusOf(secret, { headers: { authorization } });
    expect(await withHeader('Bearer open-sesam')).toBe(401);
    expect(await withHeader('Basic open-sesame')).toBe(401);
    expect(await withHeader('bearer open-sesame')).toBe(200);
    expect(await statusOf(origin)).toBe(200);
  });

  test('answers 503 to what fails, and tells the reason to itself alone', async () => {
    const complaints: unknown[] = [];
    const failure = new PipelineError('store', 'the disk /secret/path is gone');
    const failing: Route = { guarded: false, answer: () => Promise.reject(failure) };
    const { origin } = await start({ routes: { '/': failing }, complain: (error) => complaints.push(error) });
    const response = await fetch(origin);
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('secret');
    expect(complaints).toEqual([failure]);
  });

  test('says which port it cannot have', async () => {
    const port = Number(new URL((await start()).origin).port);
    await expect(start({ port })).rejects.toMatchObject({
      category: 'config',
      message: expect.stringContaining(
        `port ${port} on 127.0.0.1 is already in use; choose another with --port`,
      ) as string,
    });
  });

  test('finishes an answer that is under way before it ends, and then takes no more', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    const slow: Route = {
      guarded: false,
      answer: async () => {
        asked.resolve();
        await answer.promise;
        return plainText(200, 'at last');
      },
    };
    const service = await start({ routes: { '/': slow } });
    const response = fetch(service.origin);
    await asked.promise;
    const closed = service.close();
    answer.resolve();
    expect(await (await response).text()).toBe('at last\n');
    await closed;
    services.splice(0);
    await expect(fetch(service.origin)).rejects.toThrow('fetch failed');
  });

  test('closes connections that say nothing when it ends', async () => {
    const service = await start();
    const silent = connect(Number(new URL(service.origin).port), '127.0.0.1');
    await once(silent, 'connect');
    const gone = once(silent, 'close');
    silent.resume();
    await service.close();
    services.splice(0);
    await gone;
    expect(silent.destroyed).toBe(true);
  });
});
