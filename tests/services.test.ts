import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Machine, requireService } from './services.ts';

const skipping = {
  skip(note: string): never {
    throw new Error(`skipped: ${note}`);
  },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specbook-services-'));
});
afterEach(() => rm(folder, { recursive: true }));

const machine = (more: Partial<Machine> = {}): Machine => ({
  path: `/no/such/folder:${folder}`,
  everythingRequired: false,
  excused: [],
  ...more,
});

describe('requireService', () => {
  test('gives the program of a service that is installed', async () => {
    await writeFile(join(folder, 'redis-server'), '');
    await chmod(join(folder, 'redis-server'), 0o755);
    expect(requireService('redis', skipping, machine())).toBe(join(folder, 'redis-server'));
  });

  test('skips, with the command that would provide the service, when it is not', () => {
    expect(() => requireService('prometheus', skipping, machine())).toThrow(
      'skipped: prometheus is not installed (apt-get install prometheus)',
    );
  });

  test('does not take a file for a program', async () => {
    await writeFile(join(folder, 'chromium'), '');
    await chmod(join(folder, 'chromium'), 0o644);
    expect(() => requireService('chromium', skipping, machine())).toThrow('skipped: ');
  });

  test('skips what is excused although every service is required', () => {
    const excusing = machine({ everythingRequired: true, excused: ['otelcol', 'compose'] });
    expect(() => requireService('compose', skipping, excusing)).toThrow('skipped: compose is not installed');
    expect(() => requireService('redis', skipping, excusing)).toThrow('REQUIRE_SERVICES=1');
  });

  test('fails instead of skipping when every service is required', () => {
    expect(() => requireService('chromium', skipping, machine({ everythingRequired: true }))).toThrow(
      /^chromium is not installed .*REQUIRE_SERVICES=1/,
    );
  });
});
