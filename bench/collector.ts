/**
 * What a collector that does not do its work costs a run: `node bench/collector.ts [pages=300] [rounds=5]`.
 *
 * The same pages (every twentieth fails) are run through without a collector, and with one that takes everything, one
 * that refuses, one that hangs and one that answers 503; in turn, each as a process of its own from its start to its
 * end, with a cold cache. Outputs and exit codes must be those of the run without a collector, and none may take a
 * second longer than it; exit code 1 otherwise.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  answeringCollector,
  type Collector,
  hangingCollector,
  refusingCollector,
} from '../tests/fixtures/collectors.ts';
import { nodeFlags, pipelineCommand } from './pipeline-command.ts';
import { differences, readOutcome, type RunOutcome } from './run-outcome.ts';
import { startSiteProcess } from './site-process.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

type Measured = { readonly wall: number; readonly code: number | null; readonly outcome: RunOutcome };

/** Milliseconds that a run may take longer for a collector. */
const allowance = 1_000;
const longestRun = 120_000;

async function measure(directory: string, collector: Collector | undefined): Promise<Measured> {
  for (const folder of ['output', 'data']) rmSync(join(directory, folder), { recursive: true, force: true });
  const words = ['--input', 'urls.txt', '--data', 'data', '--extractor', 'structured', '--retries', '0', '--quiet'];
  const sent: Record<string, string> =
    collector === undefined ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint };
  const env = { ...sent, SPECBOOK_ALLOW_PRIVATE_NETWORK: 'true' };
  const before = performance.now();
  const child = spawn(process.execPath, [...nodeFlags, ...pipelineCommand, ...words], {
    cwd: directory,
    env,
    stdio: 'ignore',
    timeout: longestRun,
    killSignal: 'SIGKILL',
  });
  const code = await new Promise<number | null>((ended, failed) => child.on('error', failed).on('close', ended));
  const wall = performance.now() - before;
  return { wall, code, outcome: await readOutcome(join(directory, 'output')) };
}

async function main(pages: number, rounds: number): Promise<void> {
  const site = await startSiteProcess();
  const collectors: readonly (readonly [string, Collector | undefined])[] = [
    ['none', undefined],
    ['takes everything', await answeringCollector(200)],
    ['refuses', await refusingCollector()],
    ['hangs', await hangingCollector()],
    ['answers 503', await answeringCollector(503)],
  ];
  try {
    await withTemporaryDirectory(async (directory) => {
      mkdirSync(directory, { recursive: true });
      const url = (number: number) =>
        number % 20 === 19 ? `${site.origin}/faults/denied/${number}` : `${site.origin}/generated/${number}?kb=20`;
      writeFileSync(join(directory, 'urls.txt'), Array.from({ length: pages }, (_, number) => url(number)).join('\n'));
      await measure(directory, undefined);
      const measured = new Map(collectors.map(([name]) => [name, [] as Measured[]] as const));
      for (let round = 0; round < rounds; round += 1) {
        for (const [name, collector] of collectors) measured.get(name)?.push(await measure(directory, collector));
      }
      report(measured);
    });
  } finally {
    for (const [, collector] of collectors) await collector?.close();
    await site.close();
  }
}

function report(measured: ReadonlyMap<string, readonly Measured[]>): void {
  const [reference] = measured.get('none') ?? [];
  if (reference === undefined) return;
  // The least of several: what else the machine does can only make a run longer.
  const least = (runs: readonly Measured[]) => Math.min(...runs.map(({ wall }) => wall));
  const usual = least(measured.get('none') ?? []);
  console.log('| collector | wall ms, least (most) | longer by ms | exit code | outputs |\n|---|---|---|---|---|');
  for (const [name, runs] of measured) {
    const most = Math.max(...runs.map(({ wall }) => wall));
    const longer = least(runs) - usual;
    const problems = runs.flatMap(({ code, outcome }) => [
      ...(code === reference.code ? [] : [`exit code ${code}, not ${reference.code}`]),
      ...differences(reference.outcome, outcome),
    ]);
    const verdict = problems.length === 0 ? 'the same' : `FAILED: ${problems[0]}`;
    const times = `${least(runs).toFixed(0)} (${most.toFixed(0)})`;
    console.log(`| ${name} | ${times} | ${longer.toFixed(0)} | ${runs[0]?.code} | ${verdict} |`);
    if (problems.length > 0 || longer > allowance) process.exitCode = 1;
  }
}

const [pages = '300', rounds = '5'] = process.argv.slice(2);
await main(Number(pages), Number(rounds));
