import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkModel } from '#app/doctor/model.ts';
import { checkPorts } from '#app/doctor/ports.ts';
import { checkSites } from '#app/doctor/sites.ts';
import { checkTelemetry } from '#app/doctor/telemetry.ts';
import { sourceRows } from '#app/source.ts';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { answering } from '../../fixtures/answering.ts';
import { settingsWith } from './settings.ts';

let model: DemoModel;
let site: DemoSite;
beforeAll(async () => {
  model = await startDemoModel({ port: 0 });
  site = await startDemoSite({ port: 0 });
  await using gone = await answering(200);
  nobody = gone.origin;
});
afterAll(async () => {
  await model.close();
  await site.close();
});

/** Where nobody listens any more. */
let nobody: string;

describe('the model', () => {
  const check = (name: string, baseUrl: string, apiKey?: string) =>
    checkModel(settingsWith({ 'model.name': name, 'model.baseUrl': baseUrl, 'model.apiKey': apiKey }));

  test('is not configured, which is fine', async () => {
    expect(await checkModel(settingsWith())).toMatchObject({ state: 'ok', found: expect.stringMatching(/^no model/u) });
  });

  test('is half configured, which probably is not', async () => {
    const found = await checkModel(settingsWith({ 'model.name': 'x' }));
    expect(found).toMatchObject({ state: 'warning', mend: expect.stringMatching(/SPECBOOK_MODEL_API_KEY/u) });
  });

  test('can be reached', async () => {
    expect(await check('demo-model', model.baseUrl)).toMatchObject({ state: 'ok' });
    expect(model.requests()).toBe(0);
  });

  test('is one that its provider does not have', async () => {
    expect(await check('other', model.baseUrl)).toMatchObject({
      state: 'warning',
      mend: expect.stringMatching(/demo-model/u),
    });
  });

  test('cannot be reached', async () => {
    expect(await check('x', `${nobody}/v1`)).toMatchObject({
      state: 'problem',
      found: expect.stringMatching(/ECONNREFUSED/u),
    });
  });

  test.each([
    [401, 'problem', /key is refused/u],
    [403, 'problem', /key is refused/u],
    [404, 'warning', /lists no models/u],
    [429, 'warning', /busy/u],
    [503, 'warning', /failing/u],
    [200, 'warning', /lists no models/u],
  ])('is behind a server that answers %i', async (status, state, words) => {
    await using server = await answering(status, ({ headers }) => `key ${headers.authorization}`);
    const found = await check('x', `${server.origin}/v1`, 'sk-planted');
    expect(server.requests).toEqual([['/v1/models', 'Bearer sk-planted']]);
    expect(found).toMatchObject({ state, found: expect.stringMatching(words) });
    expect(JSON.stringify(found)).not.toContain('planted');
  });

  test.each([
    ['http://user:planted@127.0.0.1:1/v1', undefined],
    ['http://127.0.0.1:1/v1', 'plan\nted'],
  ])('has an address or a key that cannot work: it is refused without being shown', async (baseUrl, apiKey) => {
    const asked = check('x', baseUrl, apiKey);
    await expect(asked).rejects.toMatchObject({ category: 'config' });
    await expect(asked).rejects.not.toThrow(/planted|plan\nted/u);
  });
});

describe('the sites of the input', () => {
  const rows =
    (...urls: readonly string[]) =>
    async () =>
      sourceRows(urls.map((url, index) => ({ ok: true, line: index + 2, url, columns: {} })));

  test('are not asked without an input', async () => {
    expect(await checkSites(undefined)).toEqual([]);
  });

  test('are asked for their robots.txt, each of them once', async () => {
    await using open = await answering(200);
    await using closed = await answering(403);
    const urls = [`${open.origin}/a`, `${open.origin}/b`, 'no url', `${closed.origin}/c`, `${site.origin}/products/x`];
    const findings = await checkSites(rows(...urls));
    expect(findings.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(findings[0]?.found).toMatch(/of its first 5 rows 1 are no URL/u);
    expect(findings[1]).toMatchObject({
      name: new URL(open.origin).host,
      found: expect.stringMatching(/has a robots/u),
    });
    expect(findings[2]?.found).toMatch(/answers 403/u);
    expect(open.requests).toEqual([['/robots.txt', undefined]]);
  });

  test('cannot be reached', async () => {
    const [, found] = await checkSites(rows(`${nobody}/x`));
    expect(found).toMatchObject({ state: 'warning', found: expect.stringMatching(/cannot be reached/u) });
  });

  test('are a few of many', async () => {
    const asked: string[] = [];
    const findings = await checkSites(
      rows(...Array.from({ length: 50 }, (_, n) => `http://h${n}.test/`)),
      async (url) => {
        asked.push(url);
        return new Response(null, { status: 404 });
      },
    );
    expect(asked).toHaveLength(5);
    expect(findings[1]?.found).toMatch(/no robots\.txt/u);
  });

  test('are none', async () => {
    expect(await checkSites(rows('no url'))).toMatchObject([{ name: 'input', state: 'problem' }]);
  });
});

describe('the telemetry backend', () => {
  test('is not looked for when none is set', async () => {
    expect(await checkTelemetry(undefined)).toEqual([]);
  });

  test('answers, whatever it is', async () => {
    await using server = await answering(404);
    expect(await checkTelemetry(`${server.origin}/v1/traces`)).toMatchObject([{ state: 'ok' }]);
  });

  test('is down, which stops no run', async () => {
    expect(await checkTelemetry(nobody.replace('//', '//user:planted@'))).toMatchObject([
      { state: 'warning', found: `${nobody} cannot be reached (ECONNREFUSED)` },
    ]);
  });

  test('is no address', async () => {
    expect(await checkTelemetry('localhost:4317')).toMatchObject([{ state: 'problem' }]);
  });
});

describe('the ports of the demonstration', () => {
  const check = (port: number, modelPort: number) =>
    checkPorts(settingsWith({ 'demo.port': port, 'demo.modelPort': modelPort }));

  test('are free', async () => {
    expect(await check(0, 0)).toMatchObject([{ state: 'ok' }, { state: 'ok' }]);
  });

  test('are taken by the demonstration itself', async () => {
    const port = (address: string) => Number(new URL(address).port);
    expect(await check(port(site.origin), port(model.baseUrl))).toMatchObject([
      { state: 'ok', found: expect.stringMatching(/is running/u) },
      { state: 'ok', found: expect.stringMatching(/is running/u) },
    ]);
  });

  test('are taken by somebody else', async () => {
    const other = createServer((_request, response) => response.end('hello'));
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', () => listening()));
    const { port } = other.address() as AddressInfo;
    expect(await check(port, 0)).toMatchObject([
      { state: 'warning', found: expect.stringMatching(/EADDRINUSE/u), mend: expect.stringMatching(/--demo-port/u) },
      { state: 'ok' },
    ]);
    await new Promise((closed) => other.close(closed));
  });
});
