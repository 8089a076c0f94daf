import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue } from '#app/catalogue.ts';
import { settings } from '#app/settings.ts';
import { failureCategories } from '#core/failure.ts';
import { alertName, isAlert } from '#operations/rules/rule.ts';
import { alertGroups, allAlerts, recordingGroups, ruleFiles } from '#operations/rules/rule-files.ts';
import { timing } from '#operations/rules/timing.ts';
import { burnAlerts, burnRates } from '#operations/slos/burn-alerts.ts';
import { allSloRecords, sloWindows } from '#operations/slos/slo-records.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { queryProblems } from '../promql/query-problems.ts';

const { metrics, slos } = specbookCatalogue;
const groups = [...recordingGroups(catalogue), ...alertGroups(catalogue)];
const alerts = allAlerts(catalogue);

describe('every rule', () => {
  test.each(
    groups.flatMap(({ rules }) => rules.map((rule) => [isAlert(rule) ? rule.name : rule.record, rule] as const)),
  )('%s parses, and names nothing that is not in the catalogue', (_name, { expr }) => {
    expect(queryProblems(expr, metrics, allSloRecords)).toEqual([]);
  });

  test('is recorded under a name that is known', () => {
    const recorded = groups.flatMap(({ rules }) => rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record])));
    expect([...new Set(recorded)].toSorted()).toEqual([...allSloRecords].toSorted());
  });

  test('has windows that shrink when it is tried out faster', () => {
    const faster = ruleFiles(catalogue, timing(60)).get('alerts.yml') ?? '';
    expect(faster).toContain('[1m])');
    expect(faster).toContain('[168m] offset 1m');
    expect(faster).not.toContain('[1h]');
  });
});

describe('alerts', () => {
  test('have names of their own', () => {
    expect(new Set(alerts.map(({ name }) => name)).size).toBe(alerts.length);
    expect(alertName('bot-detection-spike')).toBe('SpecbookBotDetectionSpike');
  });

  test.each(alerts.map((alert) => [alert.name, alert] as const))(
    '%s says what is wrong, with numbers, and what to do',
    (_name, alert) => {
      expect(alert.summary).not.toMatch(/[.]$/u);
      expect(alert.description).toMatch(/\d|\$value|\$labels/u);
      expect(alert.description).toMatch(/[.]$/u);
      expect(alert.action).toMatch(/`[^`]+`|dashboard|decide/u);
    },
  );

  test('each have a runbook, and each runbook an alert', () => {
    const runbooks = readdirSync(new URL('../../../docs/runbooks/', import.meta.url)).filter(
      (file) => file !== 'README.md',
    );
    expect(runbooks.toSorted()).toEqual(alerts.map(({ name }) => `${name}.md`).toSorted());
  });
});

describe('objectives', () => {
  test('burn rates are such that an alert can be due', () => {
    expect(() => burnAlerts('things', slos)).not.toThrow();
    const [share] = slos.filter(({ kind }) => kind === 'share');
    if (share?.kind !== 'share') throw new Error('no objective is a share');
    // All events bad burn 1 / (1 - 0.8) = 5 times as fast as allowed, and the fast alert wants 6.
    expect(() => burnAlerts('things', [{ ...share, objective: 0.8 }])).toThrow('slo-burn-fast could never be due');
  });

  test('the short window of a burn rate is a part of the long one, and no shorter than an hour', () => {
    for (const { long, short } of burnRates) {
      expect(sloWindows[short]).toBeLessThan(sloWindows[long]);
      expect(sloWindows[short]).toBeGreaterThanOrEqual(3_600);
    }
  });

  test('have names of their own', () => {
    expect(new Set(slos.map(({ name }) => name)).size).toBe(slos.length);
  });
});

describe('runbooks', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };

  test.each(alerts.map(({ name }) => [name] as const))(
    '%s says what to see, check and do, with commands that exist',
    (name) => {
      const text = readFileSync(new URL(`../../../docs/runbooks/${name}.md`, import.meta.url), 'utf8');
      const headings = [...text.matchAll(/^## (.+)$/gmu)].map(([, heading]) => heading);
      expect(headings).toEqual(['Symptom', 'Checks', 'Causes', 'Recovery', 'Prevention']);
      expect(text).toContain(`Alert \`${name}\`.`);
      for (const [, script = ''] of text.matchAll(/npm run (?:--silent )?([\w:]+)/gu))
        expect(scripts).toHaveProperty(script);
      for (const [, other = ''] of text.matchAll(/\]\(([\w-]+)\.md\)/gu)) {
        expect(alerts.map((alert) => alert.name)).toContain(other);
      }
    },
  );

  test('name flags and categories that there are', () => {
    const flags = new Set(
      settings.flatMap(({ meta }) => [...(meta.flag?.match(/--[\w-]+/gu) ?? []), ...Object.keys(meta.switches ?? {})]),
    );
    const ofCommands = [
      '--category',
      '--failed',
      '--resume',
      '--dry-run',
      '--silent',
      '--manifest',
      '--gold',
      '--json',
    ];
    for (const { name } of alerts) {
      const text = readFileSync(new URL(`../../../docs/runbooks/${name}.md`, import.meta.url), 'utf8');
      for (const [flag] of text.matchAll(/(?<![\w-])--[a-z][\w-]+/gu))
        expect([...flags, ...ofCommands]).toContain(flag);
      for (const [, category = ''] of text.matchAll(/--category (\w+)/gu))
        expect(failureCategories).toContain(category);
    }
  });
});
