import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { becomeOwner, deadOwners, livingOwners } from '#store/owner.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'specbook-owners-'));
});
afterEach(async () => {
  await Promise.all(others.map((other) => other.kill()));
  others = [];
  rmSync(directory, { recursive: true });
});

type Other = { kill(): Promise<void> };
let others: Other[] = [];

/** A process of its own that becomes an owner, and lives until it is killed. */
async function otherProcess(name: string): Promise<Other> {
  const program = `
    import { becomeOwner, deadOwners, livingOwners } from ${JSON.stringify(resolve('src/store/owner.ts'))};
    becomeOwner(${JSON.stringify(directory)}, ${JSON.stringify(name)});
    console.log('ready');
    setInterval(() => undefined, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const dead = new Promise<void>((done) => {
    child.once('exit', () => done());
  });
  const other = {
    kill: () => {
      child.kill('SIGKILL');
      return dead;
    },
  };
  others.push(other);
  await new Promise((ready) => {
    child.stdout.once('data', ready);
  });
  return other;
}

test('another process is seen to live, and to have been killed', async () => {
  const us = becomeOwner(directory, 'us');
  const other = await otherProcess('other');
  expect(await us.isAlive('other')).toBe(true);
  expect(livingOwners(directory).toSorted()).toEqual(['other', 'us']);
  await other.kill();
  expect([livingOwners(directory), deadOwners(directory)]).toEqual([['us'], ['other']]);
  expect(await us.isAlive('other')).toBe(false);
  us.release();
});

test('one is alive oneself, and leaves nothing behind', async () => {
  const us = becomeOwner(directory, 'us');
  expect(await us.isAlive('us')).toBe(true);
  us.release();
  expect(readdirSync(directory)).toEqual([]);
});

test('an owner that was never heard of is dead', async () => {
  const us = becomeOwner(directory, 'us');
  expect(await us.isAlive('nobody')).toBe(false);
  expect(readdirSync(directory)).toEqual(['us.lock']);
  us.release();
});
