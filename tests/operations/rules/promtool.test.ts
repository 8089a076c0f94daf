import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { catalogue } from '#app/catalogue.ts';
import { alertName } from '#operations/rules/rule.ts';
import { allAlerts, ruleFiles } from '#operations/rules/rule-files.ts';
import { timing } from '#operations/rules/timing.ts';
import { faults } from '../../../scripts/rule-tests/faults.ts';
import { requireService } from '../../services.ts';

/** The rules as they are committed, and their tests, by the tool that comes with Prometheus. */
const prometheus = join(import.meta.dirname, '../../../prometheus');
const deadline = 600_000;

const directory = mkdtempSync(join(tmpdir(), 'specbook-rules-'));
afterAll(() => rmSync(directory, { recursive: true }));

function promtool(program: string, ...words: readonly string[]): string {
  try {
    return execFileSync(program, words, { cwd: prometheus, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    return `${stdout}\n${stderr}`;
  }
}

test('Prometheus takes the rules', (context) => {
  const program = requireService('promtool', context);
  const said = promtool(program, 'check', 'rules', '--lint-fatal', 'rules/alerts.yml', 'rules/recording.yml');
  expect(said).not.toContain('FAILED');
  expect(said.match(/SUCCESS/gu)).toHaveLength(2);
});

test('and those that are made to be tried out faster', (context) => {
  const program = requireService('promtool', context);
  const files = [...ruleFiles(catalogue, timing(240))].map(([name, text]) => {
    writeFileSync(join(directory, name), text);
    return join(directory, name);
  });
  expect(promtool(program, 'check', 'rules', ...files).match(/SUCCESS/gu)).toHaveLength(2);
});

test('every alert has a fault that makes it due', () => {
  expect(Object.keys(faults).toSorted()).toEqual(
    allAlerts(catalogue)
      .map(({ name }) => name)
      .toSorted(),
  );
});

describe.each([
  ['every alert is due on its fault, not before, and goes away after it', 'faults.yml'],
  ['nothing is due on normal traffic', 'normal-traffic.yml'],
  ['nothing is due on an idle weekend, or before the first run', 'idle-weekend.yml'],
])('%s', (_what, file) => {
  test('promtool finds it so', { timeout: deadline }, (context) => {
    const program = requireService('promtool', context);
    const said = promtool(program, 'test', 'rules', `tests/${file}`);
    expect(said).toContain('SUCCESS');
    expect(said).not.toContain('FAILED');
  });
});

test('a fault that is none is found out', { timeout: deadline }, (context) => {
  const program = requireService('promtool', context);
  for (const [name, text] of ruleFiles(catalogue)) writeFileSync(join(directory, name), text);
  const due = { labels: `ALERTS{alertname="${alertName('run-stuck')}"}`, value: 1 };
  const check = { expr: 'ALERTS', eval_time: '5m', exp_samples: [due] };
  const file = { rule_files: ['alerts.yml', 'recording.yml'], tests: [{ interval: '1m', promql_expr_test: [check] }] };
  writeFileSync(join(directory, 'none.yml'), JSON.stringify(file));
  expect(promtool(program, 'test', 'rules', join(directory, 'none.yml'))).toContain('FAILED');
});
