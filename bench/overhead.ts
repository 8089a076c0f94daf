/**
 * What telemetry costs a page: `node bench/overhead.ts [pages=2000] [kb=150] [pairs=5] [latency=0] [concurrency]`.
 *
 * The same pages, one in twenty of which fails, with everything on (spans sent by OTLP to a collector in a process of
 * its own, traces kept in the store, the live page of metrics) and with OTEL_SDK_DISABLED, side by side. Without latency
 * it is about CPU, and the two runs of a pair go at the same time, so that a machine that becomes slower is slower for
 * both. With latency it is about time, and they go one after the other, the order turning with each pair: at once they
 * would wait for each other's turn on the cores. Each is a process that measures itself, once its code is warm. The totals of the ledger are in both: bench/ledger.ts measures those, and
 * bench/telemetry.ts the parts of telemetry by themselves. Nothing is asserted: these machines are noisy.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startServer } from './child-process.ts';
import { nodeFlags } from './pipeline-command.ts';
import { warmUp } from './overhead-share.ts';
import type { Spent } from './stopwatch.ts';

const longestRun = 600_000;

async function measure(env: Readonly<Record<string, string>>, parameters: readonly string[]): Promise<Spent> {
  const words = [...nodeFlags, join(import.meta.dirname, 'overhead-run.ts'), ...parameters];
  const settings = {
    env: { ...env, SPECBOOK_ALLOW_PRIVATE_NETWORK: 'true' },
    timeout: longestRun,
    killSignal: 'SIGKILL',
  } as const;
  const { stdout } = await promisify(execFile)(process.execPath, words, settings);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Spent;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

const [pages = '2000', kilobytes = '150', pairs = '5', latency = '0', given] = process.argv.slice(2);
const site = await startServer('site.ts', ['0', latency]);
const sink = await startServer('otlp-sink.ts');
try {
  // Pages that come at once keep a core busy with a few of them; with latency it is as many as a run has by default.
  const concurrency = given ?? (latency === '0' ? '20' : '10');
  const parameters = [site.address, pages, kilobytes, concurrency];
  const on = () =>
    measure({ OTEL_EXPORTER_OTLP_ENDPOINT: sink.address, OTEL_EXPORTER_PROMETHEUS_PORT: '0' }, parameters);
  const off = () => measure({ OTEL_SDK_DISABLED: 'true' }, parameters);
  const measured: { readonly on: Spent; readonly off: Spent }[] = [];
  for (let pair = 0; pair < Number(pairs); pair += 1) {
    // Whoever comes first changes.
    const [first, second] = pair % 2 === 0 ? [off, on] : [on, off];
    const [one, other] = latency === '0' ? await Promise.all([first(), second()]) : [await first(), await second()];
    measured.push(pair % 2 === 0 ? { off: one, on: other } : { on: one, off: other });
  }
  const count = Number(pages) * (1 - warmUp);
  const report = (name: string, of: (spent: Spent) => number, unit: string) => {
    const ratios = measured.map((pair) => of(pair.on) / of(pair.off));
    const difference = median(measured.map((pair) => of(pair.on) - of(pair.off)));
    const each = `${median(measured.map((pair) => of(pair.off))).toFixed(2)} ${unit} without`;
    const shares = ratios.map((ratio) => `${((ratio - 1) * 100).toFixed(1)} %`).join(', ');
    const middle = ((median(ratios) - 1) * 100).toFixed(1);
    console.log(`${name}: ${each}; ${difference.toFixed(3)} ${unit} more; median ${middle} % (${shares})`);
  };
  console.log(
    `${pages} pages of ${kilobytes} KB, 5 % fail, latency ${latency} ms, ${concurrency} at once, ${pairs} pairs`,
  );
  report('CPU a page', ({ cpu }) => cpu / count, 'ms');
  report('time', ({ wall }) => wall / 1_000, 's');
} finally {
  await site.close();
  await sink.close();
}
