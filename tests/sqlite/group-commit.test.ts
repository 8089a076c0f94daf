import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from '#sqlite/database.ts';
import { groupCommit } from '#sqlite/group-commit.ts';

type Tables = { things: { name: string } };
const migrations = ['create table things (name text primary key) strict'];
const names = async (db: Kysely<Tables>) =>
  (await db.selectFrom('things').select('name').orderBy('name').execute()).map(({ name }) => name);

const directory = mkdtempSync(join(tmpdir(), 'specbook-sqlite-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('writes that arrive together', () => {
  test('are each committed, and each told what it asked for', async () => {
    const db = openDatabase<Tables>(':memory:', migrations);
    const { write } = groupCommit(db);
    const told = await Promise.all(
      Array.from({ length: 250 }, (_, number) =>
        write(async (transaction) => {
          await transaction
            .insertInto('things')
            .values({ name: `${number}` })
            .execute();
          return number;
        }),
      ),
    );
    expect(told).toEqual(Array.from({ length: 250 }, (_, number) => number));
    expect(await names(db)).toHaveLength(250);
  });

  test('do not suffer from a bad one among them', async () => {
    const db = openDatabase<Tables>(':memory:', migrations);
    const { write } = groupCommit(db);
    const insert = (name: string) => write((tx) => tx.insertInto('things').values({ name }).execute());
    const settled = await Promise.allSettled([insert('a'), insert('a'), insert('b')]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await names(db)).toEqual(['a', 'b']);
  });

  test('a write that fails halfway leaves nothing', async () => {
    const db = openDatabase<Tables>(':memory:', migrations);
    const { write } = groupCommit(db);
    const halfway = write(async (tx) => {
      await tx.insertInto('things').values({ name: 'half' }).execute();
      throw new Error('and then it fell over');
    });
    await expect(halfway).rejects.toThrow('fell over');
    expect(await names(db)).toEqual([]);
  });
});

describe('opening a database', () => {
  test('brings an older file up to date, once', async () => {
    const path = join(directory, 'older.sqlite');
    await openDatabase<Tables>(path, migrations).destroy();
    const more = [...migrations, "insert into things (name) values ('migrated')"];
    await openDatabase<Tables>(path, more).destroy();
    const db = openDatabase<Tables>(path, more);
    expect(await names(db)).toEqual(['migrated']);
    await db.destroy();
  });

  test('refuses a file of a newer version, and leaves it alone', async () => {
    const path = join(directory, 'newer.sqlite');
    await openDatabase<Tables>(path, [...migrations, 'select 1']).destroy();
    expect(() => openDatabase<Tables>(path, migrations)).toThrow(/newer specbook/u);
  });

  test('a migration that fails changes nothing', async () => {
    const path = join(directory, 'failing.sqlite');
    expect(() => openDatabase<Tables>(path, [...migrations, 'not sql'])).toThrow(/failing\.sqlite/u);
    const db = openDatabase<Tables>(path, migrations);
    expect(await names(db)).toEqual([]);
    await db.destroy();
  });
});
