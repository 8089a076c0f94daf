import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assertLogFile, rotate } from '#telemetry/log-file.ts';
import { type LogOrder, startLog } from '#telemetry/log.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { realClock } from '../fakes/real-clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'specbook-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const young = { maxBytes: 10, maxAge: 60_000, keep: 2 };

describe('a log file', () => {
  test('is put aside when it is large, and the oldest of those aside goes', () => {
    const path = join(folder, 'run.log');
    const rotated = ['first first', 'second second', 'third third', 'fourth fourth'].map((text) => {
      writeFileSync(path, text);
      return rotate(path, young, Date.now());
    });
    expect(rotated).toEqual([true, true, true, true]);
    expect(readdirSync(folder).toSorted()).toEqual(['run.log.1', 'run.log.2']);
    expect([read('run.log.1'), read('run.log.2')]).toEqual(['fourth fourth', 'third third']);
  });

  test('is put aside when it is old, and otherwise stays', () => {
    const path = join(folder, 'run.log');
    writeFileSync(path, 'short');
    expect(rotate(path, young, Date.now())).toBe(false);
    expect(rotate(path, young, Date.now() + 61_000)).toBe(true);
    expect(rotate(path, young, Date.now())).toBe(false);
    writeFileSync(path, 'longer than ten');
    expect(rotate(path, { ...young, keep: 0 }, Date.now())).toBe(true);
    expect(readdirSync(folder)).toEqual(['run.log.1']);
  });

  test('that cannot be written is said before anything begins', () => {
    writeFileSync(join(folder, 'a file'), '');
    expect(() => assertLogFile(join(folder, 'a file', 'run.log'))).toThrow(
      expect.objectContaining({ category: 'config', message: expect.stringContaining('log.to (--log)') }),
    );
    assertLogFile(join(folder, 'new', 'folder', 'run.log'));
    expect(read('new/folder/run.log')).toBe('');
  });
});

describe('the log of a run', () => {
  const order = (to: string, changed: Partial<LogOrder> = {}): LogOrder => ({
    run: { id: 'run-1', pipeline: 'specbook', project: 'lobby', owner: 'us', startedAt: 0 },
    slices: [specbookCatalogue],
    clock: realClock,
    describe: () => ({}),
    log: { to, level: 'info', maxBytes: 1e6, maxAge: 1e9, keep: 1 },
    warn: (message) => {
      throw new Error(message);
    },
    ...changed,
  });
  const counts = { rows: 1, succeeded: 1, failed: 0, not_found: 0, skipped: 0, invalid: 0, duplicate: 0, remaining: 0 };

  test('is there in whole when the run has ended', async () => {
    const log = startLog(order(join(folder, 'run.log')));
    log.warn('something was lost');
    await log.close({ state: 'finished', at: 0, counts, failure: undefined });
    const lines = read('run.log').trim().split('\n');
    const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(parsed.map(({ level, msg }) => [level, msg])).toEqual([
      ['info', 'run began'],
      ['warn', 'something was lost'],
      ['info', 'run ended'],
    ]);
    for (const line of parsed) {
      expect(line).toMatchObject({
        run_id: 'run-1',
        trace_id: parsed[0]?.['trace_id'],
        span_id: expect.stringMatching(/^[0-9a-f]{16}$/u),
      });
      expect(Object.keys(line)).not.toContain('hostname');
    }
  });

  test.skipIf(process.platform !== 'linux')(
    'on a full disk breaks off, with one warning, and nothing else',
    async () => {
      const warnings: string[] = [];
      const log = startLog(order('/dev/full', { warn: (message) => void warnings.push(message) }));
      for (let count = 0; count < 500; count += 1) log.warn('a line that takes some room');
      await log.close({ state: 'finished', at: 0, counts, failure: undefined });
      expect(warnings).toEqual([expect.stringContaining('ENOSPC')]);
    },
  );
});
