import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { catalogue } from '#app/catalogue.ts';
import { alertName, severities } from '#operations/rules/rule.ts';
import { allAlerts } from '#operations/rules/rule-files.ts';
import { requireService } from '../../services.ts';

const path = join(import.meta.dirname, '../../../prometheus/alertmanager.yml');
const text = readFileSync(path, 'utf8');

const amtool = (program: string, ...words: readonly string[]) =>
  execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

test('Alertmanager takes it', (context) => {
  expect(amtool(requireService('amtool', context), 'check-config', path)).toContain('SUCCESS');
});

test('each severity has its receiver', (context) => {
  const program = requireService('amtool', context);
  const receivers = severities.map((severity) =>
    amtool(
      program,
      'config',
      'routes',
      'test',
      `--config.file=${path}`,
      `severity=${severity}`,
      'pipeline=specbook',
    ).trim(),
  );
  expect(receivers).toEqual(['on-call', 'team', 'digest']);
});

test('it names alerts that there are', () => {
  const named = [...text.matchAll(/Specbook\w+/gu)].map(([name]) => name).filter((name) => name !== 'Specbook');
  expect(named.length).toBeGreaterThan(5);
  const known = allAlerts(catalogue).map(({ name }) => alertName(name));
  for (const name of named) expect(known).toContain(name);
});

test('secrets are in files', () => {
  const secret = /^(?:api_url|routing_key|service_key|\w*password|credentials|bearer_token|\w*secret)$/u;
  const names: string[] = [];
  parse(text, (key, value: unknown) => {
    if (typeof key === 'string' && typeof value === 'string') names.push(key);
    return value;
  });
  expect(names.filter((name) => secret.test(name))).toEqual([]);
  expect(names.filter((name) => name.endsWith('_file'))).toEqual(
    expect.arrayContaining(['smtp_auth_password_file', 'routing_key_file', 'api_url_file', 'credentials_file']),
  );
});
