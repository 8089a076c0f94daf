/**
 * What does it cost the sites when a prompt is tried again? `npm run bench:iteration`.
 *
 * The demonstration's products, pictures included, are fetched once; then with the cache frozen (`--cache-only`), and then with every page
 * past its time. Requests are counted at the site, bytes of bodies in front of it. Exit code 1 when the frozen run asks
 * for anything, the last one saves less than 95 % of the bytes, or the results differ.
 */
import { execFile } from 'node:child_process';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startDemoSite } from '#demo/site/demo-site.ts';
import { nodeFlags, pipelineCommand } from './pipeline-command.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

const leastSaved = 0.95;

const site = await startDemoSite({ port: 0 });
let bodyBytes = 0;
const counting = createServer((incoming, outgoing) => {
  const headers = { ...incoming.headers, host: new URL(site.origin).host };
  ask(new URL(incoming.url ?? '/', site.origin), { headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on('data', (chunk: Uint8Array) => (bodyBytes += chunk.length)).pipe(outgoing);
  }).end();
});
await new Promise<void>((resolve) => counting.listen(0, '127.0.0.1', resolve));
const front = `http://127.0.0.1:${(counting.address() as AddressInfo).port}`;
const requests = () => [...site.counts().values()].reduce((sum, count) => sum + count, 0);

type Seen = { readonly requests: number; readonly bytes: number; readonly products: string };

await withTemporaryDirectory(async (directory) => {
  const urls = site.rows.flatMap(({ url, expected, fault }) =>
    expected.outcome === 'product' && fault === undefined ? [url] : [],
  );
  await writeFile(join(directory, 'urls.txt'), urls.map((url) => url.replace(site.origin, front)).join('\n'));
  const run = async (name: string, ...flags: readonly string[]): Promise<Seen> => {
    const before = { requests: requests(), bytes: bodyBytes };
    const common = ['--input', 'urls.txt', '--format', 'jsonl', '--extractor', 'structured', '--quiet'];
    const words = [...nodeFlags, ...pipelineCommand, ...common, '--output', name, '--host-concurrency', '20', ...flags];
    const env = { ...process.env, OTEL_SDK_DISABLED: 'true', SPECBOOK_ALLOW_PRIVATE_NETWORK: 'true' };
    await promisify(execFile)(process.execPath, words, { cwd: directory, env, timeout: 300_000 });
    const seen = { requests: requests() - before.requests, bytes: bodyBytes - before.bytes };
    console.log(`${name.padEnd(10)} ${seen.requests} requests, ${(seen.bytes / 1_024).toFixed(1)} KB of bodies`);
    return { ...seen, products: await productsIn(join(directory, name)) };
  };
  const first = await run('first');
  const frozen = await run('frozen', '--cache-only');
  const expired = await run('expired', '--cache-ttl', '1ms');
  const saved = 1 - expired.bytes / first.bytes;
  const same = [frozen, expired].every(({ products }) => products === first.products);
  console.log(
    `${urls.length} pages; past their time ${(saved * 100).toFixed(1)} % fewer bytes; results ${same ? 'the same' : 'differ'}`,
  );
  if (frozen.requests > 0 || saved < leastSaved || !same || first.bytes === 0) process.exitCode = 1;
});
counting.closeAllConnections();
counting.close();
await site.close();

/** What was found, by page: records also say when their page was confirmed. */
async function productsIn(folder: string): Promise<string> {
  const [run = ''] = await readdir(folder);
  const lines = (await readFile(join(folder, run, 'products.jsonl'), 'utf8')).trim().split('\n');
  const products = lines.map((line) => JSON.parse(line) as { readonly url: string; readonly values: unknown });
  return JSON.stringify(products.map(({ url, values }) => [url, values]));
}
