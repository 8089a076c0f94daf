import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { alertFaults } from '../../../bench/alerting/faults.ts';
import { stage } from '../../../bench/alerting/stage.ts';
import { requireService } from '../../services.ts';

const directory = mkdtempSync(join(tmpdir(), 'specbook-alerting-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** One that a run comes to, one that lasts, and the end of the ledger itself; the others: `npm run bench:alerts`. */
const few = ['not-found-surge', 'budget-spent', 'ledger-absent'];

test('what goes wrong is told at a webhook, and normal runs are not', { timeout: 480_000 }, async (context) => {
  const { outcomes, unfounded, delivered } = await stage({
    directory,
    speed: 60,
    faults: alertFaults.filter(({ alert }) => few.includes(alert)),
    programs: {
      prometheus: requireService('prometheus', context),
      alertmanager: requireService('alertmanager', context),
    },
    tell: () => undefined,
  });
  expect(outcomes.map(({ fault, seconds }) => [fault.alert, seconds !== undefined])).toEqual(
    few.map((alert) => [alert, true]),
  );
  // On a machine that is busy with other tests, a service may not answer within the second that it is given here.
  const reasonless = unfounded.filter(({ labels }) => labels['alertname'] !== 'SpecbookLedgerAbsent');
  expect(reasonless).toEqual([]);
  for (const { labels, annotations } of delivered) {
    expect(labels['severity']).toMatch(/^(?:critical|warning|info)$/u);
    expect(Object.keys(annotations).toSorted()).toEqual([
      'action',
      'dashboard_url',
      'description',
      'runbook_url',
      'summary',
    ]);
    expect(JSON.stringify(annotations)).not.toMatch(/<error|\{\{|<no value>/u);
  }
  const missing = delivered.find(({ labels }) => labels['alertname'] === 'SpecbookNotFoundSurge');
  expect(missing?.annotations['description']).toMatch(/^\d+(?:\.\d+)?% of the pages of the last hour/u);
});
