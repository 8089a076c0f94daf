import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { type Desk, desk } from './specbook.ts';

let site: DemoSite;
let model: DemoModel;
let own: Desk;
const write = (name: string, text: string) => writeFileSync(join(own.directory, name), text);
const product = () => `${site.origin}/products/halden-roe-spindle-chair`;

beforeAll(async () => {
  site = await startDemoSite({ port: 0 });
  model = await startDemoModel({ port: 0 });
});
afterAll(async () => {
  await site.close();
  await model.close();
});
beforeEach(() => {
  own = desk();
});
afterEach(() => own.clear());

describe('a list of one’s own', () => {
  test('goes through with its columns, its duplicates and its bad rows, which are named by line', async () => {
    write(
      'urls.csv',
      [
        'room,Product URL,qty',
        `Lobby,${product()},4`,
        `Bar,${product()}?utm_source=mail,2`,
        'Hall,not a url,1',
        'Hall,ftp://shop.example/x,1',
        `Hall,${site.origin}/faults/not-found,1`,
        'too,few',
        `Attic,${site.origin}/faults/denied,1`,
      ].join('\n'),
    );
    const { code, stdout, stderr } = await own.run(['pipeline', '--input', 'urls.csv']);
    expect(code).toBe(3);
    const { run, products, failures, text } = own.outputs();
    expect(run.counts).toEqual({
      rows: 7,
      succeeded: 1,
      failed: 1,
      not_found: 1,
      skipped: 0,
      invalid: 3,
      duplicate: 1,
      remaining: 0,
    });
    expect(products).toMatchObject([
      { line: 2, columns: { room: 'Lobby', quantity: '4' }, quality: { verdict: 'valid' } },
    ]);
    expect(failures.map(({ line, category, room }) => [line, category, room])).toEqual([
      ['6', 'not_found', 'Hall'],
      ['8', 'bot_detected', 'Attic'],
    ]);
    for (const line of [4, 5, 7]) expect(stdout).toMatch(new RegExp(`^line ${line}: `, 'mu'));
    expect(text('invalid-rows.csv')).toContain('3,duplicate,the same as line 2');
    expect(stdout).toContain('no model is configured');
    expect(stdout + stderr).not.toMatch(/^\s+at /mu);
  });

  test('may be a plain list, and failures may be allowed for', async () => {
    write('urls.txt', `# chairs\n${product()}\n\n${site.origin}/faults/denied\n`);
    const words = ['pipeline', '--input', 'urls.txt', '--max-failure-rate', '0.5'];
    expect(await own.run(words)).toMatchObject({ code: 0 });
    expect(own.outputs().run.counts).toMatchObject({ rows: 2, succeeded: 1, failed: 1 });
  });

  test('asks the model that is configured, for what the page’s own data lacks', async () => {
    write('urls.txt', `${site.origin}/products/weidenhaupt-konferenztisch\n`);
    const env = { SPECBOOK_MODEL_API_KEY: 'sk-planted-secret' };
    const words = ['pipeline', '--input', 'urls.txt', '--model', 'demo-model', '--model-base-url', model.baseUrl];
    expect(await own.run(words, { env })).toMatchObject({ code: 0 });
    expect(own.outputs().products[0]?.provenance['description']).toMatchObject({ source: 'model' });
  });

  test('the key is nowhere in what a run leaves behind or says', async () => {
    write('urls.txt', `${product()}\nhttp://user:planted-password@127.0.0.1:1/x?token=planted-token\n`);
    const env = { SPECBOOK_MODEL_API_KEY: 'sk-planted-secret' };
    const words = ['pipeline', '--input', 'urls.txt', '--retries', '0', '--extractor', 'llm', '--model', 'demo-model'];
    const { stdout, stderr } = await own.run([...words, '--model-base-url', model.baseUrl], { env });
    const left = [
      stdout,
      stderr,
      ...filesBelow(own.directory)
        .filter(([path]) => !path.endsWith('urls.txt'))
        .map(([, text]) => text),
    ];
    expect(left.length).toBeGreaterThan(6);
    for (const text of left) expect(text).not.toMatch(/planted-secret|planted-password/u);
  });
});

describe('what cannot work is said at once, with its setting, its source and what was expected', () => {
  const refused = async (words: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { code, stdout, stderr } = await own.run(words, { env });
    expect(code).toBe(2);
    expect(stdout + stderr).not.toMatch(/^\s+at |PipelineError|node:internal/mu);
    return stderr;
  };

  test('a flag', async () => {
    const said = await refused(['pipeline', '--concurrency', 'many']);
    expect(said).toMatch(/run\.concurrency \(from --concurrency\) is "many": expected number/u);
  });

  test('an unknown flag', async () => {
    expect(await refused(['pipeline', '--concurency', '3'])).toMatch(/Did you mean --concurrency/u);
  });

  test('a variable', async () => {
    const said = await refused(['pipeline'], { SPECBOOK_TIMEOUT: 'soon' });
    expect(said).toMatch(/scraping\.timeout \(from SPECBOOK_TIMEOUT\) is "soon": .*30s/u);
  });

  test('a line of the file, and several complaints at once', async () => {
    write('specbook.yaml', 'run:\n  concurrency: 0\ncache:\n  mode: sometimes\n');
    const said = await refused(['pipeline']);
    expect(said).toMatch(/run\.concurrency \(from specbook\.yaml:2\) is 0/u);
    expect(said).toMatch(/cache\.mode \(from specbook\.yaml:4\) is "sometimes": expected one of "use"/u);
  });

  test('a setting that does not exist, and a secret in the file', async () => {
    write('specbook.yaml', 'scraping:\n  timeOut: 3s\n');
    expect(await refused(['pipeline'])).toMatch(
      /specbook\.yaml:2: there is no setting scraping\.timeOut; did you mean scraping\.timeout/u,
    );
    write('specbook.yaml', 'model:\n  apiKey: sk-planted\n');
    const said = await refused(['pipeline']);
    expect(said).toMatch(/model\.apiKey is a secret/u);
    expect(said).not.toContain('sk-planted');
  });

  test('an input that is not there, and one without a URL column', async () => {
    expect(await refused(['pipeline', '--input', 'nowhere.csv'])).toMatch(/--input.*cannot read nowhere\.csv/u);
    write('names.csv', 'name,price\nchair,3\n');
    expect(await refused(['pipeline', '--input', 'names.csv'])).toMatch(/names\.csv.*--url-column/su);
  });

  test('a model that is asked for and not configured, and a run that does not exist', async () => {
    write('urls.txt', `${product()}\n`);
    expect(await refused(['pipeline', '--input', 'urls.txt', '--extractor', 'llm'])).toMatch(
      /model\.name \(--model or SPECBOOK_MODEL\)/u,
    );
    expect(await refused(['pipeline', '--resume', 'nonesuch'])).toMatch(/no run to continue named nonesuch/u);
  });

  test('switches that contradict each other', async () => {
    expect(await refused(['pipeline', '--refresh', '--cache-only'])).toMatch(/--refresh and --cache-only contradict/u);
  });

  test('a data directory that cannot be made', async () => {
    write('blocked', '');
    const { code, stderr } = await own.run(['pipeline', '--data', 'blocked/data']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/run\.dataDirectory \(--data\)/u);
  });
});

describe('pages saved by hand', () => {
  const page =
    '<html><head><title>Stool</title></head><body><h1>Bar Stool 7</h1><table><tr><th>Brand</th><td>Ostra</td></tr><tr><th>SKU</th><td>BS-7</td></tr><tr><th>Material</th><td>Oak</td></tr></table></body></html>';
  const cacheOnly = ['pipeline', '--input', 'urls.txt', '--cache-only', '--extractor', 'structured'];

  test('stand in for a site that refuses', async () => {
    write('stool.html', page);
    write('urls.txt', 'https://refuses.example/stool\n');
    const words = ['cache', 'import', '--url', 'https://refuses.example/stool#top', '--file', 'stool.html'];
    expect(await own.run(words)).toMatchObject({ code: 0, stderr: '' });
    expect(await own.run(cacheOnly)).toMatchObject({ code: 0 });
    expect(own.outputs().products[0]?.values).toMatchObject({ name: 'Bar Stool 7', brand: 'Ostra', sku: 'BS-7' });
  });

  test('come in many at a time, with their paths relative to the list; a bad row stops nothing', async () => {
    mkdirSync(join(own.directory, 'saved'));
    write('saved/a.html', page);
    write('saved/pages.csv', 'url,file\nhttps://refuses.example/a,a.html\nhttps://refuses.example/b,b.html\n');
    const { code, stdout, stderr } = await own.run(['cache', 'import', '--manifest', 'saved/pages.csv']);
    expect(code).toBe(3);
    expect(stdout).toContain('imported 1 page, 1 row could not be');
    expect(stderr).toMatch(/pages\.csv:3: cannot read .*b\.html/u);
  });

  test('results of an earlier tool stand in for pages that were never fetched', async () => {
    write(
      'llm_results.csv',
      'url,product_name,brand,sku,price,material\nhttps://gone.example/p,Bench 4,Ostra,B-4,€ 129.00,Ash\n',
    );
    write('urls.txt', 'https://gone.example/p\n');
    expect(await own.run(['cache', 'import', '--results', 'llm_results.csv'])).toMatchObject({ code: 0 });
    expect(await own.run(cacheOnly)).toMatchObject({ code: 0 });
    const [bench] = own.outputs().products;
    expect(bench?.values).toMatchObject({ name: 'Bench 4', brand: 'Ostra', sku: 'B-4', price: { amount: 129 } });
    expect(bench?.provenance['brand']).toMatchObject({ source: 'specifications' });
  });

  test('never replace a page that was fetched by results of an earlier tool', async () => {
    write('urls.txt', `${product()}\n`);
    expect(await own.run(['pipeline', '--input', 'urls.txt'])).toMatchObject({ code: 0 });
    write('results.csv', `url,name\n${product()},Something else\n`);
    expect((await own.run(['cache', 'import', '--results', 'results.csv'])).stdout).toContain('1 left alone');
  });

  test('need a complete command', async () => {
    expect(await own.run(['cache', 'import', '--url', 'https://x.example'])).toMatchObject({ code: 2 });
  });
});

describe('interrupting', () => {
  const words = ['pipeline', '--input', 'urls.txt', '--concurrency', '2', '--images-checked', '0'];

  test('once drains, keeps what is done, and says how to go on; resuming completes it', async () => {
    const slow = await startDemoSite({ port: 0, latency: 100 });
    write('urls.txt', Array.from({ length: 40 }, (_, n) => `${slow.origin}/generated/${n}`).join('\n'));
    let sent = false;
    const stopped = await own.run(words, {
      watch: () => {
        if (sent || slow.counts().size === 0) return undefined;
        sent = true;
        return 'SIGINT';
      },
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain('finishing what is under way');
    expect(stopped.stdout).toMatch(/continue with {2}npm run pipeline -- --resume \d{8}-\d{6}-/u);
    const { rows = 0, remaining = 0, ...rest } = own.outputs().run.counts;
    expect(Object.values(rest).reduce((sum, part) => sum + part, 0) + remaining).toBe(rows);
    const resumed = await own.run(['pipeline', '--resume']);
    expect(resumed.code).toBe(0);
    expect(own.outputs().run).toMatchObject({ state: 'finished', counts: { rows: 40, succeeded: 40, remaining: 0 } });
    for (let page = 0; page < 40; page += 1) expect(own.outputs().products[page]?.line).toBe(page + 1);
    await slow.close();
  });

  test('by a kill while the outputs are written gives no item a second chance', async () => {
    write('urls.txt', `${product()}\n${site.origin}/faults/server-error/late\n`);
    await own.run([
      'pipeline',
      '--input',
      'urls.txt',
      '--retries',
      '0',
      '--fetchers',
      'http',
      '--max-failure-rate',
      '1',
    ]);
    const before = own.outputs();
    rmSync(join(own.directory, 'output'), { recursive: true });
    const runs = new DatabaseSync(join(own.directory, '.specbook', 'runs.sqlite'));
    runs.exec("update runs set state = 'running', finished_at = null");
    runs.close();
    const asked = site.counts().get('/faults/server-error/late');
    expect(await own.run(['pipeline', '--resume'])).toMatchObject({ code: 0 });
    expect(site.counts().get('/faults/server-error/late')).toBe(asked);
    expect(own.outputs().failures).toEqual(before.failures);
    expect(own.outputs().run.state).toBe('finished');
    await own.run(['pipeline', '--resume']);
    expect(site.counts().get('/faults/server-error/late')).toBe((asked ?? 0) + 1);
  });

  test('twice stops at once', async () => {
    const stuck = await startDemoSite({ port: 0, latency: 60_000 });
    write('urls.txt', `${stuck.origin}/generated/1\n`);
    const stopped = await own.run(words, {
      watch: (printed) => {
        if (printed.includes('stopping now')) return undefined;
        return stuck.counts().size > 0 ? 'SIGINT' : undefined;
      },
    });
    expect(stopped.code).toBe(130);
    expect(own.outputs().run.counts).toMatchObject({ rows: 1, remaining: 1 });
    await stuck.close();
  });
});

function filesBelow(directory: string): readonly (readonly [string, string])[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readFileSync(path, 'latin1')] as const);
}
