import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { requireService } from '../services.ts';
import { desk, type Ended } from './specbook.ts';

const own = desk();
afterAll(() => own.clear());

/** Runs the service for as long as the work takes, with the origin that it says it has. */
async function serving(env: Readonly<Record<string, string>>, work: (origin: string) => Promise<void>): Promise<Ended> {
  const started = Promise.withResolvers<string>();
  const signals: NodeJS.Signals[] = [];
  const ended = own.run(['serve', '--port', '0'], {
    env,
    watch: (printed) => {
      const origin = /^(http:\S+)\/metrics/mu.exec(printed)?.[1];
      if (origin !== undefined) started.resolve(origin);
      return signals.pop();
    },
  });
  void ended.then(({ stderr }) => started.reject(new Error(stderr)));
  try {
    await work(await started.promise);
  } finally {
    // One alone: a second would end it whatever it does.
    signals.push('SIGTERM');
  }
  return ended;
}

const collect = async (origin: string) =>
  (await fetch(`${origin}/metrics`, { headers: { accept: 'application/openmetrics-text; version=1.0.0' } })).text();

const skipped = (page: string) => /^specbook_items_total\{.*outcome="(?:failed|skipped)"\} [1-9].*$/mu.exec(page)?.[0];

test('the totals of runs are there, from before the first of them on', async () => {
  writeFileSync(join(own.directory, 'urls.csv'), 'url\nhttp://127.0.0.1:9/chair\n');
  const { code, stderr } = await serving({}, async (origin) => {
    expect((await fetch(`${origin}/livez`)).status).toBe(200);
    expect((await fetch(`${origin}/readyz`)).status).toBe(503);
    expect(await collect(origin)).toMatch(/^specbook_items_total\{pipeline="specbook",outcome="succeeded"\} 0$/mu);
    await own.run(['pipeline', '--input', 'urls.csv', '--cache-only', '--quiet']);
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
    expect(skipped(await collect(origin))).toBeUndefined();
    // Looks without the formats of a collector change nothing.
    await (await fetch(`${origin}/metrics`)).text();
    expect(skipped(await collect(origin))).toBeUndefined();
    const page = await collect(origin);
    expect(skipped(page)).toMatch(/ 1 # \{trace_id="[\da-f]{32}"\} 1 \d+\.\d+$/u);
    expect(page).toMatch(/^specbook_run_last_success_time_seconds\{pipeline="specbook"\} \d+/mu);
    expect(page.endsWith('# EOF\n')).toBe(true);
  });
  expect([code, stderr]).toEqual([0, '']);
});

test('what is served is what promtool wants', async (context) => {
  const prometheus = requireService('prometheus', context);
  await serving({}, async (origin) => {
    const input = await (await fetch(`${origin}/metrics`)).text();
    // It speaks only of what it does not like.
    expect(String(execFileSync(join(prometheus, '..', 'promtool'), ['check', 'metrics'], { input }))).toBe('');
  });
});

test('a token that is set has to be shown', async () => {
  const { code } = await serving({ SPECBOOK_SERVE_TOKEN: 'abc' }, async (origin) => {
    expect((await fetch(`${origin}/metrics`)).status).toBe(401);
    expect((await fetch(`${origin}/metrics`, { headers: { authorization: 'Bearer abc' } })).status).toBe(200);
    expect((await fetch(`${origin}/livez`)).status).toBe(200);
  });
  expect(code).toBe(0);
});

test('it does not listen where others can reach it without a token', async () => {
  const { code, stderr } = await own.run(['serve', '--host', '0.0.0.0', '--port', '0']);
  expect(code).toBe(2);
  expect(stderr).toContain('serve.host (--host) is 0.0.0.0, which others can reach: set a token (SPECBOOK_SERVE_TOKEN');
});

test('a port that is taken is named', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const { code, stderr } = await own.run(['serve', '--port', port]);
  expect(code).toBe(2);
  expect(stderr).toContain(`serve.port: port ${port} on 127.0.0.1 is already in use; choose another with --port`);
  taken.close();
});

test('says when the next run is due, when it is told how often there is to be one', async () => {
  const before = Date.now() / 1_000;
  await serving({ SPECBOOK_SERVE_CADENCE: '24h' }, async (origin) => {
    const page = await collect(origin);
    expect(page).toMatch(/^specbook_run_cadence_seconds\{pipeline="specbook"\} 86400$/mu);
    const due = Number(/^specbook_run_due_time_seconds\{.*\} (\S+)$/mu.exec(page)?.[1]);
    expect(due).toBeGreaterThan(before);
  });
  await serving({}, async (origin) => {
    expect(await collect(origin)).not.toMatch(/^specbook_run_(?:cadence|due_time)/mu);
  });
});
