/**
 * Do hosts that ask to slow down get what they ask for, and do the others notice nothing of it?
 * `node bench/politeness.ts [hosts=200] [throttling=20] [pages=20] [seed=1]`.
 *
 * Every host has an address of its own on loopback. The run over the healthy ones alone comes first, then the one over
 * all of them, in random order. What the program had sent before it received a refusal is no fault of it: it stamps
 * both itself (bench/politeness-client.ts). Exit code 1 when a host got more at once than its limit, was asked while it wanted time,
 * or a page is missing.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nodeFlags, pipelineCommand } from './pipeline-command.ts';
import { type Hosts, type SeenByHost, startHosts } from './politeness-hosts.ts';
import { intruders, type Moment } from './politeness-intruders.ts';
import { type Draw, seededDraw } from './seeded-draw.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

/** Requests that may be under way to a host at once, as the program is told. */
const limit = 2;

type Run = { readonly healthyTime: number; readonly all: number; readonly moments: readonly Moment[] };

async function run(hosts: Hosts, draw: Draw): Promise<Run> {
  return withTemporaryDirectory(async (directory) => {
    const urls = hosts.urls.map((url) => ({ url, at: draw() })).toSorted((one, other) => one.at - other.at);
    await writeFile(join(directory, 'urls.txt'), urls.map(({ url }) => url).join('\n'));
    const flags = ['--extractor', 'structured', '--host-concurrency', String(limit), '--concurrency', '400', '--quiet'];
    const stamps = ['--import', import.meta.resolve('./politeness-client.ts')];
    const words = [...nodeFlags, ...stamps, ...pipelineCommand, '--input', 'urls.txt', '--format', 'jsonl', ...flags];
    const log = join(directory, 'moments.json');
    const env = {
      ...process.env,
      OTEL_SDK_DISABLED: 'true',
      SPECBOOK_ALLOW_PRIVATE_NETWORK: 'true',
      POLITENESS_LOG: log,
    };
    const began = performance.now();
    await promisify(execFile)(process.execPath, words, { cwd: directory, env, timeout: 600_000 });
    const healthy = hosts.seen.filter(({ throttles }) => !throttles).map(({ doneAt }) => doneAt);
    const all = performance.now() - began;
    const moments = JSON.parse(await readFile(log, 'utf8')) as readonly Moment[];
    return { healthyTime: Math.max(...healthy) - began, all, moments };
  });
}

const sum = (hosts: readonly SeenByHost[], of: (host: SeenByHost) => number) =>
  hosts.reduce((total, host) => total + of(host), 0);
const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;

const [hosts = 200, throttling = 20, pages = 20, seed = 1] = process.argv.slice(2).map(Number);
const draw = seededDraw(seed);

const alone = await startHosts(hosts - throttling, 0, pages, draw);
const undisturbed = await run(alone, draw);
await alone.close();

const together = await startHosts(hosts, throttling, pages, draw);
const disturbed = await run(together, draw);
await together.close();

const { seen } = together;
const most = Math.max(...seen.map((host) => host.most));
const crossed = sum(seen, (host) => host.crossed);
const late = intruders(disturbed.moments);
const counted = (wanted: Moment['kind']) => disturbed.moments.filter(({ kind }) => kind === wanted).length;
const sent = counted('sent');
const missing = hosts * pages - sum(seen, (host) => host.pages);
const ratio = disturbed.healthyTime / undisturbed.healthyTime;
console.log(`${hosts} hosts of ${pages} pages, ${throttling} of them throttling; ${limit} at once to each\n`);
console.log(`healthy hosts alone     done after ${seconds(undisturbed.healthyTime)}`);
console.log(`the same among all      done after ${seconds(disturbed.healthyTime)}, ${ratio.toFixed(2)} times as long`);
console.log(`all                     done after ${seconds(disturbed.all)}`);
console.log(`most at once to a host  ${most}`);
console.log(`refusals (429)          ${sum(seen, (host) => host.refusals)}, pages missing: ${missing}`);
console.log(`crossed with a refusal  ${crossed - late.length}`);
console.log(`withheld at the last    ${counted('withheld')}`);
const delays = late.map((one) => `${one.late.toFixed(1)} ms`).join(', ');
console.log(`asked while not wanted  ${late.length} of ${sent} requests ${delays}`);
if (most > limit || late.length > 0 || sent < hosts * pages || missing > 0) process.exitCode = 1;
