import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { measure } from '#app/catalogue.ts';
import { serve } from '#app/serve/serve.ts';
import { runsFile } from '#app/workspace.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { freePort, startPrometheus, until } from '../../../bench/prometheus-server.ts';
import { fact } from '../../fakes/fact.ts';
import { requireService } from '../../services.ts';

const deadline = 60_000;
const directory = mkdtempSync(join(tmpdir(), 'specbook-serve-'));
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  rmSync(directory, { recursive: true });
});

const start = (port: number) => {
  const given = { 'serve.port': port, 'run.dataDirectory': directory };
  const flags = new Map(Object.entries(given).map(([name, value]) => [name, { value, origin: 'test' }] as const));
  return serve({ flags, file: undefined }, () => undefined);
};

/** As many calls of the model as are said, by a process that is gone before anybody could have asked it. */
async function runWith(id: string, model: string, calls: number): Promise<void> {
  const store = sqliteRunStore(join(directory, runsFile), { measure });
  const begun = { pipeline: 'specbook', project: '', startedAt: 1, configuration: {}, environment: {} };
  await store.begin({ id, ...begun });
  await store.enqueue(id, 0, [{ line: 1, item: { id: 'item-1', key: 'a.test', input: {} } }], true);
  const facts = Array.from({ length: calls }, (_, index) =>
    fact({
      kind: 'model_call',
      attempt: index + 1,
      at: Date.now(),
      duration: 40,
      attributes: { model, input_tokens: 7 },
    }),
  );
  await store.record(id, facts);
  await store.close();
}

test('Prometheus sees what happened between two looks, also of a model that was new, and over a restart', async (context) => {
  const program = requireService('prometheus', context);
  const port = await freePort();
  let serving = await start(port);
  closing.push(() => serving.close());
  const jobs = { ledger: `127.0.0.1:${port}` };
  const prometheus = await startPrometheus({ program, jobs, interval: '250ms' });
  closing.push(prometheus.close);

  const calls = 'specbook_model_calls_total{outcome="ok"}[10m]';
  const rises = `max_over_time(${calls}) - min_over_time(${calls})`;
  const seen = async (expression: string) =>
    Object.fromEntries(
      (await prometheus.query(expression)).map(
        ({ labels, value }) => [labels['gen_ai_request_model'] ?? '', value] as const,
      ),
    );
  const sees = (rise: Readonly<Record<string, number>>) =>
    until(JSON.stringify(rise), async () => JSON.stringify(await seen(rises)) === JSON.stringify(rise), deadline);

  const up = async () => (await prometheus.query('count_over_time(specbook_items_total[1m]) > 2')).length > 0;
  await until('the empty ledger was scraped', up, deadline);
  await runWith('run-1', 'one', 5);
  await sees({ one: 5 });
  await runWith('run-2', 'one', 3);
  await runWith('run-3', 'two', 137);
  await sees({ one: 8, two: 137 });
  await serving.close();
  serving = await start(port);
  await runWith('run-4', 'two', 3);
  await sees({ one: 8, two: 140 });

  expect(await seen(`resets(${calls})`)).toEqual({ one: 0, two: 0 });
  expect(await seen(`min_over_time(${calls})`)).toEqual({ one: 0, two: 0 });
  expect(await prometheus.exemplars('specbook_model_calls_total')).toContain('0af7651916cd43dd8448eb211c80319c');
  expect(await prometheus.exemplars('gen_ai_client_inference_duration_seconds_bucket')).not.toEqual([]);
});
