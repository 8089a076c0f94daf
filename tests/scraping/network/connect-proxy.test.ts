import { request } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ConnectProxy, startConnectProxy } from '#scraping/network/connect-proxy.ts';
import { finePage, type HostileServer, startHostileServer } from '../../fixtures/hostile-server.ts';
import { guardedDial, openDial } from '../../fixtures/ways-out.ts';

const secret = 'f00dfeedf00dfeed';

describe('the proxy', () => {
  let site: HostileServer;
  let proxy: ConnectProxy | undefined;
  beforeAll(async () => {
    site = await startHostileServer({
      '/forged': (response, asking) => response.writeHead(502, { 'x-specbook-proxy': 'forged' }).end(asking.url),
      '/headers': (response, asking) => response.end(JSON.stringify(asking.headers)),
    });
  });
  afterAll(() => site.close());
  afterEach(() => proxy?.close());

  const start = async (changed: Partial<Parameters<typeof startConnectProxy>[0]> = {}) => {
    proxy = await startConnectProxy({ dial: openDial, secret, idle: 60_000, ...changed });
    return proxy;
  };
  const authorization = (password = secret) => `Basic ${Buffer.from(`specbook:${password}`).toString('base64')}`;
  const absolute = (port: number, url: string, headers: Readonly<Record<string, string>>) =>
    new Promise<{ status: number; headers: Readonly<Record<string, unknown>>; body: string }>((resolve, reject) => {
      request({ port, path: url, headers }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text: string) => (body += text));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
      })
        .on('error', reject)
        .end();
    });
  const say = (port: number, text: string) =>
    new Promise<string>((resolve) => {
      let heard = '';
      connect({ port })
        .on('data', (chunk) => (heard += chunk.toString('latin1')))
        .on('error', () => undefined)
        .on('close', () => resolve(heard))
        .write(text);
    });
  const tunnel = (port: number, target: string, password = secret) =>
    say(
      port,
      `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\nProxy-Authorization: ${authorization(password)}\r\n\r\n` +
        `GET /fine HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n`,
    );

  test('tunnels for whoever knows the secret', async () => {
    const { port } = await start();
    const heard = await tunnel(port, site.url('/').host);
    expect(heard).toMatch(/^HTTP\/1\.1 200 Connection Established\r\n\r\nHTTP\/1\.1 200 OK/);
    expect(Buffer.from(heard, 'latin1').toString('utf8')).toContain(finePage);
  });

  test.each(['wrong', '', 'f00dfeedf00dfee', 'f00dfeedf00dfeedd'])(
    'nobody else gets anything, with %j',
    async (guess) => {
      const { port } = await start();
      const before = site.requests.length;
      expect(await tunnel(port, site.url('/').host, guess)).toMatch(/^HTTP\/1\.1 407 /);
      const headers = { 'proxy-authorization': authorization(guess) };
      expect((await absolute(port, site.url('/fine').href, headers)).status).toBe(407);
      expect((await absolute(port, site.url('/fine').href, {})).status).toBe(407);
      expect(site.requests.length).toBe(before);
    },
  );

  test('passes a request in absolute form on, without what is between client and proxy', async () => {
    const { port } = await start();
    const headers = {
      'proxy-authorization': authorization(),
      'proxy-connection': 'keep-alive',
      host: 'shop.test',
      a: 'b',
    };
    const { status, body } = await absolute(port, site.url('/headers').href, headers);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({ a: 'b', host: 'shop.test', connection: 'keep-alive' });
  });

  test.each(['nonsense', '127.0.0.1', '127.0.0.1:', '127.0.0.1:99999', ':80', 'a:b:c'])(
    'takes %j for no target',
    async (target) => {
      const { port } = await start();
      expect(await tunnel(port, target)).toMatch(/^HTTP\/1\.1 400 /);
    },
  );

  test.each(['https://shop.test/', 'ftp://shop.test/', '/fine'])('takes %j for no request', async (url) => {
    const { port } = await start();
    expect((await absolute(port, url, { 'proxy-authorization': authorization() })).status).toBe(400);
  });

  test('knows why it refused, and only its own answers count', async () => {
    const { port, failureOf } = await start({ dial: guardedDial([site.url('/').host]) });
    const headers = { 'proxy-authorization': authorization() };
    const url = new URL('http://10.0.0.1/secret');
    const refused = await absolute(port, url.href, headers);
    expect(refused.status).toBe(502);
    expect(failureOf(url, refused.headers as Record<string, string>)).toMatchObject({ category: 'forbidden_address' });
    expect(JSON.stringify(refused.headers)).not.toContain(secret);

    expect(await tunnel(port, '10.0.0.2:443')).toMatch(/^HTTP\/1\.1 502 /);
    expect(failureOf(new URL('https://10.0.0.2/'))).toMatchObject({ category: 'forbidden_address' });
    expect(failureOf(new URL('https://10.0.0.3/'))).toBeUndefined();

    const forged = await absolute(port, site.url('/forged').href, headers);
    expect(forged.status).toBe(502);
    expect(failureOf(site.url('/forged'), forged.headers as Record<string, string>)).toBeUndefined();
  });

  test('what breaks inside of it is a bug that has a name', async () => {
    const { port, failureOf } = await start({ dial: async () => Promise.reject(new TypeError('oops')) });
    await tunnel(port, 'shop.test:443');
    expect(failureOf(new URL('https://shop.test/'))).toMatchObject({ category: 'internal' });
  });

  test('lets go of a target that the client no longer waits for', async () => {
    const dialled = Promise.withResolvers<AbortSignal>();
    const { port } = await start({
      dial: (_target, signal) => {
        if (signal !== undefined) dialled.resolve(signal);
        return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('gone'))));
      },
    });
    const client = connect({ port });
    client.write(`CONNECT shop.test:443 HTTP/1.1\r\nProxy-Authorization: ${authorization()}\r\n\r\n`);
    const signal = await dialled.promise;
    client.destroy();
    await expect.poll(() => signal.aborted, { timeout: 5_000 }).toBe(true);
  });

  test('closes connections that carry nothing, at both ends', async () => {
    const ends: Socket[] = [];
    const silent = createServer((socket) => ends.push(socket.resume().on('error', () => undefined)));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = await start({ idle: 50 });
    expect(await tunnel(port, `127.0.0.1:${(silent.address() as AddressInfo).port}`)).toMatch(/200 Connection/);
    await expect.poll(() => ends.every(({ destroyed, readableEnded }) => destroyed || readableEnded)).toBe(true);
    for (const end of ends) end.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });

  test('takes no more connections than its limit', async () => {
    const { port } = await start({ maxConnections: 2 });
    const held = [connect({ port }), connect({ port })];
    await Promise.all(held.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    expect(await tunnel(port, site.url('/').host)).toBe('');
    for (const socket of held) socket.destroy();
  });

  test('a reset stays a reset', async () => {
    const { port } = await start();
    const target = site.url('/').host;
    const ended = await new Promise<string>((resolve) => {
      const client = connect({ port });
      client.on('data', () => undefined).on('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? ''));
      client.on('end', () => resolve('a clean end'));
      client.write(`CONNECT ${target} HTTP/1.1\r\nProxy-Authorization: ${authorization()}\r\n\r\n`);
      client.write(`GET /reset-mid-body HTTP/1.1\r\nHost: shop.test\r\n\r\n`);
    });
    expect(ended).toBe('ECONNRESET');
  });
});
