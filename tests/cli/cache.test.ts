import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { openDatabase } from '#sqlite/database.ts';
import { becomeOwner } from '#store/owner.ts';
import { migrations } from '#store/migrations.ts';
import type { RunTables } from '#store/tables.ts';
import { type Desk, desk } from './specbook.ts';

let site: DemoSite;
const desks: Desk[] = [];
const newDesk = () => {
  const own = desk();
  desks.push(own);
  return own;
};

beforeAll(async () => {
  site = await startDemoSite({ port: 0 });
});
afterAll(async () => {
  await site.close();
  for (const own of desks) own.clear();
});

/** A run over a few pages of the site, all of them products. */
async function run(own: Desk, ...words: readonly string[]) {
  const products = site.rows.flatMap(({ url, fault }) => (fault === undefined ? [url] : [])).slice(0, 8);
  writeFileSync(join(own.directory, 'urls.txt'), products.join('\n'));
  const before = site.requests().length;
  const ended = await own.run(['pipeline', '--input', 'urls.txt', '--extractor', 'structured', ...words]);
  const asked = site
    .requests()
    .slice(before)
    .filter(({ path }) => path.startsWith('/products/'));
  return { ...ended, asked: asked.length, products: own.outputs().products };
}

describe('pages past their time', () => {
  test('are asked for by their validators, and nearly nothing is sent again', async () => {
    const own = newDesk();
    const first = await run(own);
    const again = await run(own, '--cache-ttl', '0s');
    expect([first.asked, again.asked]).toEqual([8, 8]);
    expect(again.products.map(({ values }) => values)).toEqual(first.products.map(({ values }) => values));
    expect(await received(own)).toEqual([expect.any(Number), 0]);
  });

  test('stand in for those that their site fails to give, and the summary says so', async () => {
    const elsewhere = await startDemoSite({ port: 0 });
    const own = newDesk();
    const url = elsewhere.rows.find(({ fault }) => fault === undefined)?.url ?? '';
    writeFileSync(join(own.directory, 'one.txt'), url);
    const words = ['pipeline', '--input', 'one.txt', '--extractor', 'structured', '--retries', '0'];
    expect((await own.run(words)).code).toBe(0);
    await elsewhere.close();
    const stale = await own.run([...words, '--cache-ttl', '0s']);
    expect(stale.code).toBe(0);
    expect(stale.stdout).toContain('1 old page for want of the site');
    const never = await own.run([...words, '--cache-ttl', '0s', '--cache-stale-if-error', '0s']);
    expect(never.code).toBe(3);
    expect(own.outputs().failures).toMatchObject([{ category: 'connection' }]);
  });
});

/** Bytes of bodies that each run received, the first run first. */
async function received(own: Desk): Promise<readonly (number | null)[]> {
  const db = openDatabase<RunTables>(join(own.directory, '.specbook', 'runs.sqlite'), migrations);
  const { rows } = await sql<{ bytes: number | null }>`
    select sum(attributes ->> 'bytes') as bytes from facts where kind = 'fetch' group by run order by run`.execute(db);
  await db.destroy();
  return rows.map(({ bytes }) => bytes);
}

describe('npm run cache', () => {
  test('tells what is kept, takes it to another place, and drops it', async () => {
    const own = newDesk();
    await run(own);
    const host = new URL(site.origin).host;
    const stats = await own.run(['cache', 'stats']);
    expect(stats.stdout).toMatch(/8 pages, 0 of them imported, fetched 2/u);
    expect(stats.stdout).toContain(`8  ${host}`);
    expect((await own.run(['cache', 'ls', '--limit', '3'])).stdout.split('\n')).toHaveLength(5);

    expect((await own.run(['cache', 'export', '--to', 'kept'])).stdout).toContain('exported 8 pages');
    const other = newDesk();
    const manifest = join(own.directory, 'kept', 'pages.csv');
    expect((await other.run(['cache', 'import', '--manifest', manifest])).stdout).toContain('imported 8 pages');
    const there = await run(other, '--cache-only');
    expect(there).toMatchObject({ code: 0, asked: 0 });
    expect(there.products).toHaveLength(8);

    expect((await own.run(['cache', 'prune', '--older-than', '1h'])).stdout).toContain('dropped 0 pages');
    expect((await own.run(['cache', 'prune', '--host', 'nobody.test'])).stdout).toContain('dropped 0 pages');
    expect((await own.run(['cache', 'prune', '--host', host])).stdout).toContain('dropped 8 pages');
    expect((await own.run(['cache', 'stats'])).stdout).not.toContain(host);
  });

  test('gives no space back while a run is at work, which could not write meanwhile', async () => {
    const own = newDesk();
    await run(own);
    const owner = becomeOwner(join(own.directory, '.specbook', 'owners'), 'a-run');
    expect((await own.run(['cache', 'prune', '--all'])).stdout).toContain('a run is at work');
    owner.release();
    expect((await own.run(['cache', 'prune', '--all'])).stdout).not.toContain('a run is at work');
  });

  test('makes nothing where there is nothing, and asks what to drop', async () => {
    const own = newDesk();
    expect(await own.run(['cache', 'stats'])).toMatchObject({ code: 0, stdout: 'nothing is kept yet\n' });
    expect(await own.run(['cache', 'ls'])).toMatchObject({ code: 0, stdout: 'nothing is kept\n' });
    expect(await own.run(['cache', 'ls', '--host', 'a.test'])).toMatchObject({ stdout: 'nothing of a.test is kept\n' });
    const bare = await own.run(['cache', 'prune']);
    expect(bare).toMatchObject({ code: 2, stderr: expect.stringContaining('--all') as string });
    const odd = await own.run(['cache', 'prune', '--older-than', 'long']);
    expect(odd).toMatchObject({ code: 2, stderr: expect.stringContaining('90d') as string });
  });

  test('exports into no folder that has an export already', async () => {
    const own = newDesk();
    await run(own);
    await own.run(['cache', 'export', '--to', 'kept']);
    const manifest = readFileSync(join(own.directory, 'kept', 'pages.csv'), 'utf8');
    expect(await own.run(['cache', 'export', '--to', 'kept'])).toMatchObject({ code: 2 });
    expect(readFileSync(join(own.directory, 'kept', 'pages.csv'), 'utf8')).toBe(manifest);
  });
});
