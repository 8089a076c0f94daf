/**
 * Do series and memory stay as they are, however many pages there are? `node bench/series.ts [pages=10000]`.
 *
 * A run over generated pages, one in twenty of which fails, is looked at after a tenth of them and shortly before its
 * end: the series of its own page and of the ledger's, and the memory it has resident. Exit code 1 when there are 500
 * series or more on the first or 2,000 on the other, or more near the end than after a tenth.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { startServer } from './child-process.ts';
import { nodeFlags, pipelineCommand } from './pipeline-command.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

const pages = Number(process.argv[2] ?? 10_000);
const environment = { ...process.env, SPECBOOK_ALLOW_PRIVATE_NETWORK: 'true' };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const page = async (port: number) => {
  const headers = { accept: 'application/openmetrics-text; version=1.0.0' };
  return (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).text();
};
const series = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
const settled = (text: string) =>
  [...text.matchAll(/^specbook_items_total\{.*\} (\d+)/gmu)].reduce((sum, [, value]) => sum + Number(value), 0);
const megabytes = (pid: number | undefined) =>
  Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

type Look = { readonly items: number; readonly live: number; readonly ledger: number; readonly memory: number };

const site = await startServer('site.ts', ['0', '0']);
await withTemporaryDirectory(async (directory) => {
  const url = (number: number) =>
    number % 20 === 19 ? `${site.address}/faults/login-wall/${number}` : `${site.address}/generated/${number}?kb=20`;
  await writeFile(join(directory, 'urls.txt'), Array.from({ length: pages }, (_, number) => url(number)).join('\n'));
  const [livePort, ledgerPort] = [await freePort(), await freePort()];
  const [program = '', ...command] = pipelineCommand;
  const options = ['--input', 'urls.txt', '--extractor', 'structured', '--fetchers', 'http', '--quiet'];
  const run = spawn(
    process.execPath,
    [...nodeFlags, program, ...command, ...options, '--host-concurrency', '50', '--concurrency', '50'],
    { cwd: directory, env: { ...environment, OTEL_EXPORTER_PROMETHEUS_PORT: String(livePort) }, stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => run.once('close', resolve));
  const serve = spawn(process.execPath, [program, 'serve', '--port', String(ledgerPort)], {
    cwd: directory,
    env: environment,
    stdio: 'ignore',
  });
  const lookAt = async (items: number): Promise<Look> => {
    for (let tries = 0; tries < 6_000; tries += 1) {
      const text = await page(livePort).catch(() => '');
      if (settled(text) >= items) {
        const ledger = series(await page(ledgerPort));
        return { items: settled(text), live: series(text), ledger, memory: megabytes(run.pid) };
      }
      await sleep(100);
    }
    throw new Error('the run did not come so far');
  };
  const early = await lookAt(pages / 10);
  const late = await lookAt(pages * 0.9);
  for (const { items, live, ledger, memory } of [early, late]) {
    console.log(`${items} items: ${live} series live, ${ledger} in the ledger, ${memory.toFixed(0)} MB resident`);
  }
  if (late.live >= 500 || late.ledger >= 2_000 || late.live > early.live || late.ledger > early.ledger) {
    process.exitCode = 1;
  }
  await ended;
  serve.kill('SIGTERM');
});
await site.close();
