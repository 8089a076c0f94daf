import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDemoSite } from '#demo/site/demo-site.ts';
import { freePort } from '../prometheus-server.ts';
import type { Scene } from './scene.ts';

/** Something that goes wrong: by the site, the model, the command line or a killed process, and by nothing else. */
export type AlertFault = {
  /** The alert that it must lead to. */
  readonly alert: string;
  readonly what: string;
  /** As `serve.cadence` has it. */
  readonly cadence?: string;
  /** Brings it about. When it was complete: `performance.now()`. */
  bring(scene: Scene, speed: number): Promise<number>;
};

const numbered = (count: number, url: (number: number) => string) =>
  Array.from({ length: count }, (_, index) => url(index + 1));

/** Asks the model anew, as a run over a new list would. */
const anew = ['--answers', 'refresh'];

/** So many pages with a fault of the site, besides the usual ones. */
const faultyPages = (fault: string, count: number) => (scene: Scene) =>
  scene.run(anew, {
    urls: [...scene.urls, ...numbered(count, (number) => `${scene.outside.site.origin}/faults/${fault}/${number}`)],
  });

/** Every answer of the model has the fault, over half of the usual pages: what is tried again takes a while. */
const faultyAnswers = (fault: string) => (scene: Scene) => {
  const baseUrl = `${new URL(scene.outside.model.baseUrl).origin}/faults/${fault}/v1`;
  return scene.run([...anew, '--model-base-url', baseUrl], { urls: scene.urls.slice(0, 32) });
};

/** The seconds of docs/metrics.md's `specbook_run_due_time_seconds` and a quarter more, for `run-stale`. */
export const staleCadence = 100;

export const alertFaults: readonly AlertFault[] = [
  {
    alert: 'bot-detection-spike',
    what: 'the site answers 30 of 94 pages with a challenge',
    bring: faultyPages('challenge', 30),
  },
  {
    alert: 'site-rate-limit-storm',
    what: 'the site answers 30 pages with 429 at first',
    bring: faultyPages('rate-limited', 30),
  },
  { alert: 'not-found-surge', what: '30 of 94 pages do not exist any more', bring: faultyPages('not-found', 30) },
  {
    alert: 'failure-ratio',
    what: 'a site is down: nobody listens on its port',
    bring: async (scene) => {
      const port = await freePort();
      return scene.run(anew, {
        urls: [...scene.urls, ...numbered(30, (number) => `http://127.0.0.1:${port}/${number}`)],
      });
    },
  },
  {
    alert: 'model-error-ratio',
    what: 'the model answers 500 to every call',
    // A model that fails is left alone for longer and longer: nobody waits for the end of such a run.
    bring: async (scene) => {
      const baseUrl = `${new URL(scene.outside.model.baseUrl).origin}/faults/model-error/v1`;
      const run = scene.start([...anew, '--model-base-url', baseUrl], { urls: scene.urls.slice(0, 32) });
      const ended = once(run, 'exit');
      await Promise.race([ended, sleep(15_000)]);
      run.kill('SIGINT');
      return performance.now();
    },
  },
  { alert: 'model-refusal-ratio', what: 'the model declines every call', bring: faultyAnswers('model-refusal') },
  {
    alert: 'model-rate-limit-storm',
    what: 'the model answers each question with 429 at first',
    bring: faultyAnswers('model-busy'),
  },
  { alert: 'repair-ratio', what: 'the model answers with broken JSON', bring: faultyAnswers('model-broken-json') },
  { alert: 'run-aborted', what: 'the account of the model is out of credit', bring: faultyAnswers('model-no-quota') },
  {
    alert: 'cost-per-record-up',
    what: 'the price of the model is three times as high',
    bring: (scene) => scene.run(anew, { price: 0.6 }),
  },
  {
    alert: 'budget-spent',
    what: 'a run reaches its budget of 0.002 US dollars',
    bring: (scene) => scene.run([...anew, '--max-cost', '0.002']),
  },
  {
    alert: 'cache-hit-ratio-down',
    what: 'the page cache was emptied',
    bring: async (scene) => {
      await scene.command(['cache', 'prune', '--all']);
      return scene.run(anew);
    },
  },
  {
    alert: 'quality-down',
    what: 'a site was rebuilt: its pages say a name and no more',
    bring: (scene) =>
      scene.run(anew, { urls: numbered(40, (number) => `${scene.outside.rebuilt.origin}/bare/${number}`) }),
  },
  {
    alert: 'field-coverage-down',
    what: 'the same: its fields are not there any more',
    bring: (scene) =>
      scene.run(anew, { urls: numbered(40, (number) => `${scene.outside.rebuilt.origin}/bare/${number}`) }),
  },
  {
    alert: 'grounding-down',
    what: 'a site says one thing in its data and shows another: what the model makes of it does not stand there',
    bring: (scene) =>
      scene.run(anew, { urls: numbered(80, (number) => `${scene.outside.rebuilt.origin}/mixed/${number}`) }),
  },
  {
    alert: 'stage-slow',
    what: 'a site answers after 4 s',
    bring: async (scene) => {
      const slow = await startDemoSite({ port: 0, latency: 4_000 });
      const ended = await scene.run(anew, { urls: numbered(40, (number) => `${slow.origin}/generated/${number}`) });
      await slow.close();
      return ended;
    },
  },
  {
    alert: 'telemetry-dropped',
    what: 'the collector is down',
    bring: async (scene) =>
      scene.run(anew, { env: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}` } }),
  },
  {
    alert: 'run-stuck',
    what: 'the process of a run is stopped (SIGSTOP)',
    bring: async (scene, speed) => {
      const slow = await startDemoSite({ port: 0, latency: 6_000 });
      const run = scene.start(anew, {
        urls: [...scene.urls.slice(0, 5), ...numbered(200, (number) => `${slow.origin}/generated/${number}`)],
      });
      await sleep(5_000);
      run.kill('SIGSTOP');
      const stopped = performance.now();
      void once(run, 'exit').then(() => slow.close());
      return stopped + (900 / speed) * 1_000;
    },
  },
  {
    alert: 'run-stale',
    what: 'no run comes, although there is to be one every 100 s',
    cadence: `${staleCadence}s`,
    // It is due by itself, a quarter of the cadence after it should have come: see `bench/alerts.ts`.
    bring: async () => Number.NaN,
  },
  {
    alert: 'ledger-absent',
    what: 'the service of the metrics is killed (SIGKILL)',
    bring: async (scene) => {
      scene.kill('SIGKILL');
      return performance.now();
    },
  },
];
