import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemoSite } from '../../src/demo/site/demo-site.ts';
import { type HostileServer, startHostileServer } from '../fixtures/hostile-server.ts';
import { desk } from './specbook.ts';

const guarded = { SPECBOOK_ALLOW_PRIVATE_NETWORK: 'false' };

describe('addresses of this machine', () => {
  const own = desk();
  let site: HostileServer;
  beforeAll(async () => {
    site = await startHostileServer();
  });
  afterAll(async () => {
    await site.close();
    own.clear();
  });

  const outcome = async (url: string, words: readonly string[] = []) => {
    writeFileSync(join(own.directory, 'urls.txt'), `${url}\n`);
    const common = ['--input', 'urls.txt', '--demo-port', '1', '--images-checked', '0', '--retries', '0', '--refresh'];
    await own.run(['pipeline', ...common, ...words], { env: guarded });
    return own.outputs().failures.map(({ category }) => category);
  };

  test('are not fetched, unless the switch or the exact host allows it', async () => {
    const before = site.requests.length;
    expect(await outcome(site.url('/fine').href)).toEqual(['forbidden_address']);
    expect(await outcome(site.url('/fine').href, ['--allow-host', '127.0.0.1:1'])).toEqual(['forbidden_address']);
    expect(site.requests.length).toBe(before);
    expect(await outcome(site.url('/404').href, ['--allow-host', site.url('/').host])).toEqual(['not_found']);
    expect(await outcome(site.url('/404').href, ['--allow-private-network'])).toEqual(['not_found']);
  });

  test('a demonstration that was left running may be fetched, and what is beside it may not', async () => {
    const demo = await startDemoSite({ port: 0 });
    const { port } = new URL(demo.origin);
    expect(await outcome(`${demo.origin}/no-such-page`, ['--demo-port', port])).toEqual(['not_found']);
    expect(await outcome(site.url('/404').href, ['--demo-port', port])).toEqual(['forbidden_address']);
    await demo.close();
  });

  test('a wrong host is a complaint', async () => {
    const { code, stderr } = await own.run(['pipeline', '--allow-host', 'intranet']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/network\.allowedHosts \(from --allow-host\).*host:port/s);
  });
});

test('the password of a proxy is neither shown nor stored', async () => {
  const own = desk();
  writeFileSync(join(own.directory, 'urls.txt'), 'https://shop.test/\n');
  const env = { ...guarded, SPECBOOK_PROXIES: 'http://ann:hunter2@127.0.0.1:1' };
  const { stdout, stderr } = await own.run(['pipeline', '--input', 'urls.txt', '--retries', '0'], { env });
  const { failures, directory, text } = own.outputs();
  expect(failures).toMatchObject([{ category: 'connection' }]);
  expect([stdout, stderr, text('run.json'), text('failures.csv')].join('\n')).not.toContain('hunter2');
  expect(directory).not.toBe('');
  const shown = await own.run(['doctor'], { env });
  expect(shown.stdout + shown.stderr).not.toContain('hunter2');
  own.clear();
});
