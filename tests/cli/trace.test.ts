import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { type Desk, desk } from './specbook.ts';

let site: DemoSite;
let own: Desk;
let good: string;
let denied: string;
const run = (...words: readonly string[]) => own.run(words);

beforeAll(async () => {
  site = await startDemoSite({ port: 0 });
  own = desk();
  good = `${site.origin}/products/halden-roe-spindle-chair`;
  denied = `${site.origin}/faults/denied`;
  const urls = [`${good}?token=s3cret`, denied, `${site.origin}/faults/not-found`];
  writeFileSync(join(own.directory, 'urls.txt'), urls.join('\n'));
  writeFileSync(join(own.directory, 'specbook.yaml'), 'traces:\n  first: 0\n  ratio: 0\n');
  await run('pipeline', '--input', 'urls.txt', '--images-checked', '0', '--fetchers', 'http');
});
afterAll(async () => {
  await site.close();
  own.clear();
});

describe('npm run trace', () => {
  test('shows a failed page that was kept: the tree, what failed, what to do, and the page', async () => {
    const { code, stdout, stderr } = await run('trace', denied);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`page         ${denied}\ninput        line 2\n`);
    expect(stdout).toContain('kept         it gave no record');
    expect(stdout).toMatch(/^item .*█\n└ scraping .*█\n {2}└ page .*█\n {4}└ GET http .*█$/mu);
    expect(stdout).toContain('what failed  bot_detected: ');
    expect(stdout).toContain('what to do   Open the URL in a browser');
    expect(stdout).toMatch(/the page\s+\S+\/snapshots\/[\da-f]{64}\.html/u);
    expect(stdout).toContain('error.type=bot_detected');
    expect(stdout).not.toContain('\u001b');
  });

  test('makes the trace of one that was not kept of its facts, and says so; secrets of its address are not shown', async () => {
    const { code, stdout } = await run('trace', `${good}?token=s3cret`);
    expect(code).toBe(0);
    expect(stdout).toContain('rebuilt      from the facts of the run');
    expect(stdout).toMatch(/^├ llm_extraction .*█$/mu);
    expect(stdout).toContain('token=REDACTED');
    expect(stdout).not.toContain('s3cret');
  });

  test('finds it by the id of the trace and of the item as well', async () => {
    const { stdout } = await run('trace', denied);
    const traceId = /^trace +([\da-f]{32})$/mu.exec(stdout)?.[1] ?? '';
    const itemId = /specbook\.item\.id=([\da-f]{24})/u.exec(stdout)?.[1] ?? '';
    expect((await run('trace', traceId)).stdout).toBe(stdout);
    expect((await run('trace', itemId)).stdout).toBe(stdout);
    const runTrace = /link to ([\da-f]{32})/u.exec(stdout)?.[1] ?? '';
    const { stdout: ofRun } = await run('trace', runTrace);
    expect(ofRun).toContain('specbook.run.state=finished');
    expect(ofRun).toContain('specbook.run.failed=1');
  });

  test('shows those of failures, of one category if so asked, and how many more there are', async () => {
    const { stdout } = await run('trace', '--failed', '--limit', '1');
    expect(stdout).toContain('what failed  bot_detected');
    expect(stdout).toContain('… and 1 page more');
    const { stdout: gone } = await run('trace', '--category', 'not_found');
    expect(gone).toContain('what failed  not_found');
    expect(gone).not.toContain('bot_detected');
  });

  test('as OTLP in its JSON form', async () => {
    const { stdout } = await run('trace', denied, '--json');
    const { resourceSpans } = JSON.parse(stdout) as { resourceSpans: { scopeSpans: { spans: unknown[] }[] }[] };
    expect(resourceSpans[0]?.scopeSpans[0]?.spans).toMatchObject([
      {
        name: 'item',
        kind: 1,
        status: { code: 2 },
        startTimeUnixNano: expect.stringMatching(/^\d{19}$/u),
        links: [{ attributes: [{ key: 'specbook.link', value: { stringValue: 'run' } }] }],
      },
      { name: 'scraping', parentSpanId: expect.stringMatching(/^[\da-f]{16}$/u) },
      { name: 'page' },
      { name: 'GET', kind: 3 },
    ]);
  });

  test.each([
    [[], 'give a URL or the id of an item or a trace, or else --failed'],
    [['x', '--failed'], 'give a URL or the id of an item or a trace, or else --failed'],
    [['halden roe'], 'neither a URL nor the id of an item or a trace'],
    [['https://nowhere.test/'], 'https://nowhere.test/ is not in run'],
    [['f'.repeat(32)], `there is no trace ${'f'.repeat(32)}`],
    [['--failed', '--category', 'bot_detect'], 'did you mean bot_detected?'],
    [['--failed', '--category', 'timeout'], 'nothing failed with timeout in run'],
    [['--failed', '--run', 'nonesuch'], 'there is no run named nonesuch'],
  ])('of %j: a clear complaint', async (words, complaint) => {
    const { code, stderr } = await run('trace', ...words);
    expect(code).toBe(2);
    expect(stderr).toContain(complaint);
  });

  test('says which URL may have been meant', async () => {
    const { stderr } = await run('trace', `${site.origin}/faults/denie`);
    expect(stderr).toContain(`did you mean ${denied} or `);
  });
});
