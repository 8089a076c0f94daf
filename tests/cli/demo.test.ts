import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ModelFault, modelFaults } from '#demo/model/faults.ts';
import { demoRows } from '#demo/site/rows.ts';
import { type Desk, desk } from './specbook.ts';

let own: Desk;
beforeEach(() => {
  own = desk();
});
afterEach(() => own.clear());

const anyPorts = ['--demo-port', '0', '--demo-model-port', '0'];
const lineOf = (text: string, url: string) => text.split('\n').find((line) => line.trim().startsWith(`${url} `));

describe('demo', () => {
  test('--list names every fault and what it ends as, without a server', async () => {
    const { code, stdout, stderr } = await own.run([
      'demo',
      '--list',
      '--demo-port',
      '4999',
      '--demo-model-port',
      '4998',
    ]);
    expect([code, stderr]).toEqual([0, '']);
    const origin = 'http://127.0.0.1:4999';
    for (const { url, fault, expected } of demoRows(origin, { all: true })) {
      if (fault === undefined) continue;
      expect(lineOf(stdout, url)).toContain(expected.outcome === 'product' ? 'recovers' : expected.outcome);
    }
    for (const [name, { ends = 'recovers' }] of Object.entries<ModelFault>(modelFaults)) {
      expect(lineOf(stdout, `http://127.0.0.1:4998/faults/${name}/v1`)).toContain(ends);
    }
    expect(stdout).not.toContain('is running');
  });

  test('serves until Ctrl-C, and says where', async () => {
    const answers: unknown[] = [];
    let asked = false;
    let told = false;
    const ask = async (printed: string) => {
      for (const [url] of printed.matchAll(/http:\S+(?:faults\.csv|bill)(?= is)/gu)) {
        answers.push(await fetch(url).then(({ status }) => status, String));
      }
    };
    const { code, stdout } = await own.run(['demo', ...anyPorts, '--demo-latency', '1ms'], {
      watch: (printed) => {
        if (!printed.includes('Faults of the model')) return undefined;
        if (!asked) void ask(printed);
        asked = true;
        if (answers.length < 2 || told) return undefined;
        told = true;
        return 'SIGINT';
      },
    });
    expect(answers).toEqual([200, 200]);
    expect(code).toBe(0);
    expect(stdout).toContain('npm run pipeline -- --input faults.csv');
    const origin = /catalogue {2}(\S+)/u.exec(stdout)?.[1] ?? '';
    await expect(fetch(origin)).rejects.toThrow('fetch failed');
  });

  test('says what is wrong with a port, a fault and a flag', async () => {
    expect(await own.run(['demo', ...anyPorts, '--demo-faults', 'flaky,plague'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/demo\.faults: there is no fault plague; there are not-found, .*model-busy/u),
    });
    expect(await own.run(['demo', '--demo-fault-rate', '2'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('demo.faultRate (from --demo-fault-rate) is'),
    });
    expect((await own.run(['demo', '--concurrency', '2'])).code).toBe(2);
  });
});

test(
  'a demonstration whose pages and model stumble now and then comes to the same end',
  { timeout: 90_000 },
  async () => {
    const stumbling = [
      '--demo-fault-rate',
      '0.3',
      '--demo-faults',
      'flaky,moved,model-flaky,model-busy',
      '--demo-seed',
      '3',
    ];
    const { code } = await own.run(['pipeline', ...anyPorts, ...stumbling, '--demo-model-latency', '2ms']);
    expect(code).toBe(0);
    const { run, products } = own.outputs();
    const rows = demoRows('http://127.0.0.1', { all: false });
    expect(run.counts['succeeded']).toBe(rows.filter(({ expected }) => expected.outcome === 'product').length);
    expect(products.filter(({ quality }) => quality.verdict !== 'valid')).toEqual([]);
  },
);
