import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DemoModel } from '#demo/model/server.ts';
import { type DemoSite } from '#demo/site/demo-site.ts';
import { freePort, until } from '../prometheus-server.ts';
import type { RebuiltSite } from './rebuilt-site.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');

/** What is outside: sites and a model, for all scenes. */
export type Outside = { readonly site: DemoSite; readonly model: DemoModel; readonly rebuilt: RebuiltSite };

export type RunSettings = {
  /** Pages besides the usual ones, or in place of them. */
  readonly urls?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** US dollars for a million tokens, of what the model is asked; what it answers costs four times as much. */
  readonly price?: number;
};

/** A ledger of its own, with what happens in it. */
export type Scene = {
  readonly name: string;
  readonly outside: Outside;
  /** Host and port of its `serve`. */
  readonly target: string;
  /** The usual pages. */
  readonly urls: readonly string[];
  /** Starts a run, as a person would. */
  start(words: readonly string[], settings?: RunSettings): ChildProcess;
  /** The same, and waits for its end. The end in `performance.now()`. */
  run(words: readonly string[], settings?: RunSettings): Promise<number>;
  /** Another command on its data. */
  command(words: readonly string[]): Promise<void>;
  /** Puts the data of earlier runs in place, all at once. */
  bringHistory(from: string): void;
  kill(signal: NodeJS.Signals): void;
  close(): Promise<void>;
};

/** Clean pages of the demonstration: those that are to become records. */
export const cleanUrls = ({ rows }: DemoSite): readonly string[] =>
  rows.flatMap(({ url, expected, fault }) => (expected.outcome === 'product' && fault === undefined ? [url] : []));

/** @param cadence as `serve.cadence` has it. */
export async function openScene(directory: string, name: string, outside: Outside, cadence?: string): Promise<Scene> {
  mkdirSync(directory, { recursive: true });
  const urls = cleanUrls(outside.site);
  const port = await freePort();
  const serve = child(directory, [
    'serve',
    '--port',
    String(port),
    ...(cadence === undefined ? [] : ['--cadence', cadence]),
  ]);
  const served = once(serve, 'exit');
  const running: ChildProcess[] = [];
  const start: Scene['start'] = (words, settings = {}) => {
    configure(directory, outside, settings.urls ?? urls, settings.price ?? 0.2);
    const started = child(directory, ['pipeline', '--quiet', ...words], settings.env);
    running.push(started);
    return started;
  };
  await until(`serve of ${name}`, async () => (await fetch(`http://127.0.0.1:${port}/livez`)).ok, 60_000);
  return {
    name,
    outside,
    target: `127.0.0.1:${port}`,
    urls,
    start,
    run: async (words, settings) => {
      await once(start(words, settings), 'exit');
      return performance.now();
    },
    command: async (words) => {
      await once(child(directory, words), 'exit');
    },
    bringHistory: (from) => {
      cpSync(join(from, '.specbook'), join(directory, '.coming'), { recursive: true });
      renameSync(join(directory, '.coming'), join(directory, '.specbook'));
    },
    kill: (signal) => void serve.kill(signal),
    close: async () => {
      for (const each of running) each.kill('SIGKILL');
      serve.kill('SIGKILL');
      await served;
    },
  };
}

function child(directory: string, words: readonly string[], env: RunSettings['env'] = {}): ChildProcess {
  return spawn(process.execPath, [main, ...words], {
    cwd: directory,
    env: { ...process.env, OTEL_METRICS_EXPORTER: 'none', SPECBOOK_ALLOW_PRIVATE_NETWORK: 'true', ...env },
    stdio: 'ignore',
  });
}

function configure(directory: string, { model }: Outside, urls: readonly string[], price: number): void {
  writeFileSync(join(directory, 'urls.txt'), urls.join('\n'));
  const configuration = {
    run: { input: 'urls.txt', formats: 'jsonl' },
    // One host plays all shops: what one page asks for must not slow the others.
    scraping: { timeout: '8s', retries: 1, patience: '4s', hostConcurrency: 20, hostPace: 'fixed' },
    model: { name: 'demo-model', baseUrl: model.baseUrl, limits: 'minute=1s', retries: 1 },
    prices: { models: { 'demo-model': { input: price, output: price * 4 } } },
  };
  writeFileSync(join(directory, 'specbook.yaml'), JSON.stringify(configuration));
}
