import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Output } from '#core/output.ts';
import type { FailedItem, SetAsideRow, StoredRecord } from '#core/run-store.ts';
import { type OutputSettings, writeOutputs } from '#reports/write-outputs.ts';
import { summary } from '../pipelines/specbook/outputs/products.ts';

type Input = { readonly url: string; readonly columns: Readonly<Record<string, string>> };

const address = 'a'.repeat(64);
const page = '<!doctype html><script>document.title = "ran"</script><p>blocked';

const failures: readonly FailedItem[] = [
  failed(2, { room: 'Lobby' }, { snapshot: address }),
  failed(3, { room: 'Hall', line: 'B' }, { snapshot: address }),
  failed(4, {}, { snapshot: 'b'.repeat(64) }),
  failed(5, {}, { snapshot: '../../etc/passwd' }),
];

function failed(line: number, columns: Record<string, string>, details: { snapshot: string }): FailedItem {
  return {
    item: { id: `${line}`, key: 'shop.example', input: { url: `https://shop.example/${line}`, columns } },
    line,
    traceId: `trace-${line}`,
    outcome: 'failed',
    failure: { category: 'bot_detected', stage: 'scraping', message: '=deny page', details },
    attempts: line,
  };
}

const setAside: readonly SetAsideRow[] = [{ line: 6, kind: 'duplicate', reason: 'repeats line 2' }];
const names: Output<Input, string> = {
  fileName: 'names.txt',
  async *render(_summary, records) {
    for await (const { record } of records()) yield `${record}\n`;
    for await (const { line } of records()) yield `${line}\n`;
  },
};

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'specbook-outputs-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

function settings(more: Partial<OutputSettings<Input, string>> = {}): OutputSettings<Input, string> {
  const record = (line: number): StoredRecord => ({
    item: { id: `${line}`, key: 'k', input: { url: 'https://shop.example', columns: {} } },
    line,
    traceId: 't',
    record: `record ${line}`,
    repeats: [],
  });
  return {
    store: {
      find: async (run) => (run === 'run-1' ? summary.run : undefined),
      counts: async () => summary.counts,
      factTotals: async () => summary.factTotals,
      records: () => each([record(1), record(9)]),
      failures: () => each(failures),
      setAside: () => each(setAside),
    },
    blobs: { get: async (wanted) => (wanted === address ? Buffer.from(page) : undefined) },
    run: 'run-1',
    ending: { state: 'finished', finishedAt: summary.run.finishedAt },
    outputs: [names],
    describeInput: (input) => input,
    ...more,
  };
}

const read = (name: string) => readFile(join(directory, name), 'utf8');

describe('writeOutputs', () => {
  test('writes every file, and leaves nothing temporary', async () => {
    const paths = await writeOutputs(directory, settings());
    expect(paths).toEqual(
      ['failures.csv', 'invalid-rows.csv', 'names.txt', 'run.json'].map((name) => join(directory, name)),
    );
    expect((await readdir(directory)).toSorted()).toEqual([
      'failures.csv',
      'invalid-rows.csv',
      'names.txt',
      'run.json',
      'snapshots',
    ]);
    expect(await read('names.txt')).toBe('record 1\nrecord 9\n1\n9\n');
    expect(await read('invalid-rows.csv')).toBe('line,kind,reason\n6,duplicate,repeats line 2\n');
    expect(JSON.parse(await read('run.json'))).toMatchObject({
      id: 'run-1',
      startedAt: '2026-11-21T09:30:00.000Z',
      counts: summary.counts,
      configuration: { concurrency: 4 },
      factTotals: summary.factTotals,
    });
  });

  test('tells of each failure what it was, what to do, and where its page is', async () => {
    await writeOutputs(directory, settings());
    const rows: Record<string, string>[] = parse(await read('failures.csv'), { columns: true });
    expect(rows[0]).toEqual({
      line: '2',
      url: 'https://shop.example/2',
      category: 'bot_detected',
      outcome: 'failed',
      stage: 'scraping',
      message: "'=deny page",
      advice: expect.stringContaining('npm run cache -- import'),
      attempts: '2',
      'trace id': 'trace-2',
      'page snapshot': `snapshots/${address}.html`,
      room: 'Lobby',
      'line (input)': '',
    });
    expect(rows[1]).toMatchObject({ line: '3', 'line (input)': 'B' });
    expect(rows.map((row) => row['page snapshot'])).toEqual([
      `snapshots/${address}.html`,
      `snapshots/${address}.html`,
      '',
      '',
    ]);
  });

  test('writes a page once, with its scripts stopped', async () => {
    await writeOutputs(directory, settings());
    expect(await readdir(join(directory, 'snapshots'))).toEqual([`${address}.html`]);
    const text = await read(`snapshots/${address}.html`);
    expect(text.endsWith(page)).toBe(true);
    expect(text.slice(0, -page.length)).toMatch(
      /^<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'none'/,
    );
  });

  test('can be done again, and replaces what is there', async () => {
    await writeOutputs(directory, settings());
    await writeOutputs(directory, settings({ store: { ...settings().store, setAside: () => each([]) } }));
    expect(await read('invalid-rows.csv')).toBe('line,kind,reason\n');
  });

  test('keeps the old file, and leaves no half of the new one, when an output fails', async () => {
    await writeOutputs(directory, settings());
    const broken: Output<Input, string> = {
      fileName: 'names.txt',
      async *render() {
        yield 'half';
        throw new Error('no more');
      },
    };
    await expect(writeOutputs(directory, settings({ outputs: [broken] }))).rejects.toThrow('no more');
    expect(await read('names.txt')).toBe('record 1\nrecord 9\n1\n9\n');
    expect(await readdir(directory)).not.toContain('names.txt.partial');
  });

  test('says so when there is no such run, or the disk refuses', async () => {
    await expect(writeOutputs(directory, settings({ run: 'other' }))).rejects.toMatchObject({ category: 'store' });
    await writeOutputs(directory, settings());
    await expect(writeOutputs(join(directory, 'run.json'), settings())).rejects.toMatchObject({
      category: 'store',
      message: expect.stringContaining('run.json'),
    });
  });
});
