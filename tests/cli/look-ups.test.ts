import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { type Desk, desk, type Ended } from './specbook.ts';

let site: DemoSite;
let own: Desk;
let runs: readonly string[];
const run = (...words: readonly string[]) => own.run(words);
const json = ({ stdout }: Ended) => JSON.parse(stdout) as unknown;

/** Two runs: one of a page that is refused, of two that fail alike and of one that is good; one of a good page. */
beforeAll(async () => {
  site = await startDemoSite({ port: 0 });
  own = desk();
  const good = `${site.origin}/products/halden-roe-spindle-chair`;
  const faulty = ['denied', 'server-error', 'server-error/2', 'not-found'].map(
    (name) => `${site.origin}/faults/${name}`,
  );
  writeFileSync(join(own.directory, 'faulty.csv'), ['url', ...faulty, good].join('\n'));
  writeFileSync(join(own.directory, 'good.txt'), good);
  await run('pipeline', '--input', 'faulty.csv', '--retries', '0', '--images-checked', '0');
  await run('pipeline', '--input', 'good.txt', '--images-checked', '0');
  const list = json(await run('runs', '--json')) as { runs: readonly { id: string }[] };
  runs = list.runs.map(({ id }) => id);
});
afterAll(async () => {
  await site.close();
  own.clear();
});

describe('npm run runs', () => {
  test('lists the runs, the latest first', async () => {
    const { code, stdout, stderr } = await run('runs');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(runs).toHaveLength(2);
    expect(stdout.indexOf(runs[0] ?? '')).toBeLessThan(stdout.indexOf(runs[1] ?? ''));
    expect(stdout).toContain('5 rows = 1 succeeded + 3 failed + 1 not found');
    expect(stdout).toContain('good.txt');
    expect((await run('runs', '--limit', '1')).stdout).not.toContain(runs[1]);
  });

  test('as JSON, with times that can be read', async () => {
    expect(json(await run('runs', '--json'))).toMatchObject({
      runs: [
        { id: runs[0], state: 'finished', counts: { rows: 1, succeeded: 1 }, startedAt: expect.stringMatching(/Z$/u) },
        { id: runs[1], state: 'finished', duration: expect.any(Number), input: join(own.directory, 'faulty.csv') },
      ],
    });
  });

  test('tells all of one run', async () => {
    const { code, stdout } = await run('runs', runs[1] ?? '');
    expect(code).toBe(0);
    expect(stdout).toMatch(/scraping\.retries +0 {2}\(--retries\)/u);
    expect(stdout).not.toContain('run.concurrency');
    expect(stdout).toMatch(/^ {2}node +v24/mu);
    expect(stdout).toMatch(/^ {2}scraping +5 times, 4 failed/mu);
    expect(stdout).toContain(`npm run failures -- ${runs[1]}`);
    expect(json(await run('runs', runs[1] ?? '', '--json'))).toMatchObject({
      settings: expect.arrayContaining([{ name: 'scraping.retries', value: '0', origin: '--retries' }]),
      stages: expect.arrayContaining([expect.objectContaining({ stage: 'scraping', count: 5, failed: 4 })]),
    });
  });

  test('names the runs that are near to one that there is not', async () => {
    const mistyped = `${runs[1]?.slice(0, -1)}_`;
    const { code, stderr } = await run('runs', mistyped);
    expect(code).toBe(2);
    expect(stderr).toContain(`there is no run named ${mistyped}; did you mean ${runs[1]}`);
    expect((await run('pipeline', '--resume', mistyped)).stderr).toContain(`did you mean ${runs[1]}`);
    expect((await run('runs', 'x')).stderr).toContain(`the latest are ${runs.join(', ')}`);
  });

  test('in a place without runs says so, and makes nothing', async () => {
    const { code, stdout } = await run('runs', '--data', 'nowhere');
    expect(code).toBe(0);
    expect(stdout).toMatch(/there are no runs in .*nowhere yet; npm run pipeline makes one/u);
    expect(await run('failures', '--data', 'nowhere')).toMatchObject({ code: 2 });
    expect(existsSync(join(own.directory, 'nowhere'))).toBe(false);
  });

  test('with a file that is no database says which', async () => {
    writeFileSync(join(own.directory, 'runs.sqlite'), 'no database'.repeat(500));
    const { code, stderr } = await run('runs', '--data', '.');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^store: .*runs\.sqlite/mu);
    expect(stderr).not.toMatch(/^\s+at /mu);
  });

  test('refuses a limit that is none', async () => {
    expect(await run('runs', '--limit', '0')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/whole number/u),
    });
  });
});

describe('npm run failures', () => {
  const first = () => runs[1] ?? '';

  test('of the latest run, in which nothing failed', async () => {
    expect(await run('failures')).toMatchObject({ code: 0, stdout: `run ${runs[0]}: nothing failed\n` });
  });

  test('puts those together that are of one kind, with an example and what to do', async () => {
    const { code, stdout, stderr } = await run('failures', first());
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`run ${first()}: 4 items without a record, 3 kinds of failure`);
    const host = new URL(site.origin).host;
    const [, largest = '', ...others] = stdout.split('\n\n');
    expect(largest).toMatch(new RegExp(`^2 x http_server_error at ${host} in scraping\n`, 'u'));
    expect(largest).toContain(`${site.origin}/faults/server-error\n`);
    expect(largest).toMatch(/line 3 of the input, trace [\da-f]{32}$/mu);
    expect(others).toHaveLength(2);
    const denied = others.find((group) => group.startsWith('1 x bot_detected')) ?? '';
    expect(denied).toContain(`npm run cache -- import --url '${site.origin}/faults/denied' --file page.html`);
    const page = /the page +(.+\.html)$/mu.exec(denied)?.[1] ?? '';
    expect(readFileSync(page, 'utf8')).toContain('Access Denied');
  });

  test('of a category, of a host, and a few of them', async () => {
    const groups = async (...words: readonly string[]) => {
      const report = json(await run('failures', first(), '--json', ...words)) as { groups: readonly unknown[] };
      return report.groups.length;
    };
    expect(await groups()).toBe(3);
    expect(await groups('--category', 'bot_detected')).toBe(1);
    expect(await groups('--host', new URL(site.origin).host)).toBe(3);
    expect(await groups('--host', 'shop.example')).toBe(0);
    expect((await run('failures', first(), '--limit', '1')).stdout).toContain('… and 2 kinds more');
    expect((await run('failures', first(), '--host', 'shop.example')).stdout).toContain(
      'nothing failed that is asked for',
    );
  });

  test('names the category that was meant', async () => {
    const { code, stderr } = await run('failures', '--category', 'bot_detcted');
    expect(code).toBe(2);
    expect(stderr).toContain('there is no category bot_detcted; did you mean bot_detected?');
  });
});
