import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkDataDirectory } from '#app/doctor/data-directory.ts';
import { checkDatabases } from '#app/doctor/databases.ts';
import { checkDiskSpace } from '#app/doctor/disk-space.ts';
import { checkOwners } from '#app/doctor/owners.ts';
import { openWorkspace } from '#app/workspace.ts';
import { becomeOwner } from '#store/owner.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'specbook-doctor-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('the data directory', () => {
  test('can be written to, and is left as it was', () => {
    expect(checkDataDirectory(directory)).toMatchObject({ state: 'ok' });
    expect(readdirSync(directory)).toEqual([]);
  });

  test('is not there yet, and is not made', () => {
    const missing = join(directory, 'a', 'b');
    expect(checkDataDirectory(missing)).toMatchObject({ state: 'ok', found: expect.stringMatching(/not there yet/u) });
    expect(readdirSync(directory)).toEqual([]);
  });

  test.each(['file', 'file/below'])('cannot be made, for a file is in its place (%s)', (path) => {
    writeFileSync(join(directory, 'file'), '');
    const found = checkDataDirectory(join(directory, path));
    expect(found).toMatchObject({ state: 'problem', mend: expect.stringMatching(/--data/u) });
  });
});

describe('the disk', () => {
  const gigabyte = 1_000_000_000;
  test.each([
    [50 * gigabyte, 'ok'],
    [gigabyte / 2, 'warning'],
    [gigabyte / 100, 'problem'],
  ])('with %i bytes free: %s', async (free, state) => {
    const found = await checkDiskSpace(join(directory, 'missing'), async (path) => {
      expect(path).toBe(directory);
      return { bavail: free / 4096, bsize: 4096 };
    });
    expect(found.state).toBe(state);
    expect(found.found).toContain(`${(free / gigabyte).toFixed(1)} GB`);
  });

  test('is asked for real', async () => {
    expect((await checkDiskSpace(directory)).found).toMatch(/^\d+\.\d GB free/u);
  });

  test('that does not tell is no problem', async () => {
    const found = await checkDiskSpace(directory, () =>
      Promise.reject(Object.assign(new Error('x'), { code: 'ENOSYS' })),
    );
    expect(found).toMatchObject({ state: 'warning', found: expect.stringMatching(/ENOSYS/u) });
  });
});

describe('the databases', () => {
  const made = async () => {
    const workspace = openWorkspace(directory);
    // What was never asked is not really closed.
    await Promise.all([workspace.store.find(), workspace.blobs.get('nothing')]);
    await workspace.close();
  };
  const states = () => checkDatabases(directory).map(({ name, state }) => [name, state]);

  test('are not there before the first run', () => {
    expect(checkDatabases(join(directory, 'missing'))).toMatchObject([
      { state: 'ok', found: 'not there yet' },
      { state: 'ok', found: 'not there yet' },
      { state: 'ok', found: 'not there yet' },
    ]);
  });

  test('are sound, also while they are in use', async () => {
    const workspace = openWorkspace(directory);
    expect(states()).toEqual([
      ['run store', 'ok'],
      ['page cache', 'ok'],
      ['model limits', 'ok'],
    ]);
    await workspace.close();
  });

  test('are no databases any more', async () => {
    await made();
    writeFileSync(join(directory, 'runs.sqlite'), 'x'.repeat(5_000));
    const [runs, cache] = checkDatabases(directory);
    expect(runs).toMatchObject({
      state: 'problem',
      found: expect.stringMatching(/runs\.sqlite cannot be read: .*not a database/u),
    });
    expect(runs?.mend).toMatch(/backup/u);
    expect(cache?.state).toBe('ok');
  });

  test('have damaged pages', async () => {
    await made();
    const path = join(directory, 'cache.sqlite');
    const bytes = readFileSync(path);
    bytes.fill(0xff, 4096, 4096 + 500);
    writeFileSync(path, bytes);
    expect(states()[1]).toEqual(['page cache', 'problem']);
  });

  test('were written by a newer version, or by an older one', async () => {
    await made();
    const setVersion = (version: number) => {
      const file = new DatabaseSync(join(directory, 'runs.sqlite'));
      file.exec(`pragma user_version = ${version}`);
      file.close();
      return checkDatabases(directory)[0];
    };
    expect(setVersion(99)).toMatchObject({ state: 'problem', found: expect.stringMatching(/newer specbook/u) });
    expect(setVersion(0)).toMatchObject({ state: 'ok', found: expect.stringMatching(/brought up to date/u) });
  });
});

describe('processes', () => {
  test('that live, or have ended well, leave nothing to say', () => {
    const owners = join(directory, 'owners');
    expect(checkOwners(owners).state).toBe('ok');
    const living = becomeOwner(owners, 'living');
    expect(checkOwners(owners).state).toBe('ok');
    living.release();
    expect(checkOwners(owners).state).toBe('ok');
  });

  test('that died are told of, and their locks are left to the one who resumes', () => {
    const owners = join(directory, 'owners');
    mkdirSync(owners);
    writeFileSync(join(owners, 'dead.lock'), '');
    const living = becomeOwner(owners, 'living');
    expect(checkOwners(owners)).toMatchObject({
      state: 'warning',
      found: expect.stringMatching(/^1 ended/u),
      mend: expect.stringMatching(/--resume/u),
    });
    living.release();
    expect(readdirSync(owners)).toEqual(['dead.lock']);
  });

  test('cannot be told of where there is a file', () => {
    writeFileSync(join(directory, 'file'), '');
    expect(checkOwners(join(directory, 'file', 'owners')).state).toBe('ok');
  });
});
