import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startDemoModel } from '#demo/model/server.ts';
import { startDemoSite } from '#demo/site/demo-site.ts';
import { desk } from './specbook.ts';

const own = desk();
afterAll(() => own.clear());

test('an unchanged configuration run again makes no request of any kind', async () => {
  const site = await startDemoSite({ port: 0 });
  const model = await startDemoModel({ port: 0 });
  try {
    const urls = Array.from({ length: 6 }, (_, index) => `${site.origin}/generated/${index + 1}`);
    writeFileSync(join(own.directory, 'urls.csv'), `${urls.join('\n')}\n`);
    const asked = ['--extractor', 'llm', '--model', 'demo-model', '--model-base-url', model.baseUrl];
    const run = (...more: readonly string[]) => own.run(['pipeline', '--input', 'urls.csv', ...asked, ...more]);
    const requests = () => [...site.counts().values()].reduce((sum, count) => sum + count, 0) + model.requests();

    expect((await run()).code).toBe(0);
    const first = { products: own.outputs().products, requests: requests(), answers: model.requests() };
    expect(first.products).toHaveLength(6);
    expect(first.answers).toBeGreaterThanOrEqual(6);

    expect((await run()).code).toBe(0);
    expect(requests()).toBe(first.requests);
    expect(own.outputs().products.map(({ values }) => values)).toEqual(first.products.map(({ values }) => values));

    expect((await run('--answers', 'refresh')).code).toBe(0);
    expect(model.requests()).toBe(2 * first.answers);
    expect((await run('--answers', 'only', '--cache-only')).code).toBe(0);
    expect(model.requests()).toBe(2 * first.answers);
  } finally {
    await site.close();
    await model.close();
  }
});
