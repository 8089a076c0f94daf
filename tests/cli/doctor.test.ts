import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startDemoModel } from '#demo/model/server.ts';
import { answering } from '../fixtures/answering.ts';
import { type Desk, desk } from './specbook.ts';

type Report = {
  readonly healthy: boolean;
  readonly findings: readonly { readonly name: string; readonly state: string; readonly found: string }[];
  readonly configuration: readonly { readonly name: string; readonly value: string; readonly origin: string }[];
};

let own: Desk;
beforeEach(() => {
  own = desk();
});
afterEach(() => own.clear());

const ports = ['--demo-port', '0', '--demo-model-port', '0'];

async function report(words: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await own.run(['doctor', '--json', ...ports, ...words], { env });
  expect(stderr).toBe('');
  const { healthy, findings, configuration } = JSON.parse(stdout) as Report;
  expect(healthy).toBe(code === 0);
  const bad = findings.filter(({ state }) => state !== 'ok').map(({ name, state }) => `${name}: ${state}`);
  return { code, bad, findings, configuration, stdout };
}

describe('npm run doctor', () => {
  test('finds nothing wrong where nothing has been done yet, and leaves nothing there', async () => {
    expect(await report()).toMatchObject({ code: 0, bad: [] });
    expect(readdirSync(own.directory)).toEqual([]);
  });

  test('says so in words, with the configuration and where it comes from', async () => {
    writeFileSync(join(own.directory, 'specbook.yaml'), 'scraping:\n  timeout: 45s\n');
    const words = ['doctor', ...ports, '--concurrency', '3'];
    const { code, stdout } = await own.run(words, { env: { SPECBOOK_RETRIES: '1' } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok +Node: 24\./mu);
    expect(stdout).toMatch(/^ {2}scraping\.timeout +"45s" {2}\(specbook\.yaml:2\)$/mu);
    expect(stdout).toMatch(/^ {2}scraping\.retries +1 {2}\(SPECBOOK_RETRIES\)$/mu);
    expect(stdout).toMatch(/^ {2}run\.concurrency +3 {2}\(--concurrency\)$/mu);
    expect(stdout).toMatch(/^ {2}cache\.ttl +"30d" {2}\(default\)$/mu);
    expect(stdout).toMatch(/^0 problems, 0 warnings; \d+ of \d+ checks fine$/mu);
  });

  test('tells every complaint about the configuration, and goes on', async () => {
    const file = ['run:', '  concurrency: 0', '  concurency: 3', 'model:', '  apiKey: sk-planted'].join('\n');
    writeFileSync(join(own.directory, 'specbook.yaml'), file);
    const { code, findings, stdout } = await report(['--timeout', 'soon'], { SPECBOOK_CACHE: 'never' });
    expect(code).toBe(1);
    const complaints = findings.filter(({ name }) => name === 'configuration').map(({ found }) => found);
    expect(complaints).toEqual([
      expect.stringMatching(/specbook\.yaml:3: there is no setting run\.concurency/u),
      expect.stringMatching(/specbook\.yaml:5: model\.apiKey is a secret/u),
      expect.stringMatching(/scraping\.timeout \(from --timeout\)/u),
      expect.stringMatching(/cache\.mode \(from SPECBOOK_CACHE\)/u),
    ]);
    expect(findings.map(({ name }) => name)).toContain('run store');
    expect(stdout).not.toContain('planted');
  });

  test('a file of settings that is not there', async () => {
    expect(await report(['--config', 'nowhere.yaml'])).toMatchObject({ code: 1, bad: ['configuration: problem'] });
  });

  test('a data directory that cannot be', async () => {
    writeFileSync(join(own.directory, 'file'), '');
    expect(await report(['--data', 'file/data'])).toMatchObject({ code: 1, bad: ['data directory: problem'] });
  });

  test('a run store that is broken, and a lock of a process that died', async () => {
    mkdirSync(join(own.directory, '.specbook', 'owners'), { recursive: true });
    writeFileSync(join(own.directory, '.specbook', 'runs.sqlite'), 'no database'.repeat(500));
    writeFileSync(join(own.directory, '.specbook', 'owners', 'dead.lock'), '');
    expect(await report()).toMatchObject({ code: 1, bad: ['run store: problem', 'dead processes: warning'] });
  });

  test('an input that is not there, and one whose site is not', async () => {
    expect(await report(['--input', 'nowhere.csv'])).toMatchObject({ code: 1, bad: ['input: problem'] });
    writeFileSync(join(own.directory, 'urls.txt'), 'http://127.0.0.1:1/x\n');
    expect(await report(['--input', 'urls.txt'])).toMatchObject({ code: 0, bad: ['127.0.0.1:1: warning'] });
  });

  test('a model that is there, one that is not, and a key that is refused; the key is never shown', async () => {
    const demo = await startDemoModel({ port: 0 });
    await using refusing = await answering(401, ({ headers }) => `wrong: ${headers.authorization}`);
    const env = { SPECBOOK_MODEL_API_KEY: 'sk-planted', OTEL_EXPORTER_OTLP_ENDPOINT: refusing.origin };
    const asked = (baseUrl: string) => report(['--model', 'demo-model', '--model-base-url', baseUrl], env);
    const results = [await asked(demo.baseUrl), await asked(`${refusing.origin}/v1`)];
    expect(results.map(({ code, bad }) => [code, ...bad])).toEqual([[0], [1, 'model: problem']]);
    expect(results[1]?.stdout).toContain('the key is refused (401)');
    await demo.close();
    results.push(await asked(demo.baseUrl));
    expect(results[2]?.bad).toEqual(['model: problem']);
    for (const { stdout, findings, configuration } of results) {
      expect(stdout).not.toContain('planted');
      expect(findings).toContainEqual({ name: 'telemetry', state: 'ok', found: `${refusing.origin} answers` });
      expect(configuration).toContainEqual({
        name: 'model.apiKey',
        value: 'a value that is not shown',
        origin: 'SPECBOOK_MODEL_API_KEY',
      });
    }
  });
});
