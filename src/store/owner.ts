import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PipelineError } from '#core/pipeline-error.ts';
import { storeError } from '#sqlite/store-error.ts';

/** A process that holds items. Others can find out whether it still lives. */
export type Owner = {
  readonly name: string;
  isAlive(owner: string): Promise<boolean>;
  release(): void;
};

/** Locks are kept here, because one that nothing refers to is collected, and thereby dropped. */
const held = new Set<DatabaseSync>();

/**
 * Makes this process an owner for as long as it lives. An owner is a file with an exclusive lock, which the
 * operating system drops the moment the process dies, whichever way: unlike a process number it cannot be
 * reused, and unlike a lease it needs no waiting. (Node has no file locks of its own; SQLite does.)
 *
 * @throws PipelineError `store` when the directory or a file in it cannot be written.
 */
export function becomeOwner(directory: string, name: string): Owner {
  makeDirectory(directory);
  const path = (owner: string) => join(directory, `${owner}.lock`);
  const lock = lockFile(path(name));
  if (lock === undefined) throw new PipelineError('store', `cannot lock ${path(name)}`);
  held.add(lock);
  return {
    name,
    isAlive: async (owner) => {
      if (owner === name) return true;
      const taken = lockFile(path(owner));
      if (taken === undefined) return true;
      taken.close();
      rmSync(path(owner), { force: true });
      return false;
    },
    release: () => {
      held.delete(lock);
      lock.close();
      rmSync(path(name), { force: true });
    },
  };
}

/**
 * Names of the owners in the directory whose process has died without a word. Leaves their files as they are.
 *
 * @throws PipelineError `store` when the directory cannot be read; one that is not there holds nobody.
 */
export function deadOwners(directory: string): readonly string[] {
  return ownersIn(directory, 'dead');
}

/** The same of those who are at work. */
export function livingOwners(directory: string): readonly string[] {
  return ownersIn(directory, 'alive');
}

function ownersIn(directory: string, wanted: 'dead' | 'alive'): readonly string[] {
  const owners = filesIn(directory).flatMap((file) => /^(.+)\.lock$/u.exec(file)?.[1] ?? []);
  return owners.filter((owner) => {
    const path = join(directory, `${owner}.lock`);
    // Opening a file that its owner has just removed would make it anew.
    if (!existsSync(path)) return false;
    const taken = lockFile(path);
    taken?.close();
    return (taken === undefined ? 'alive' : 'dead') === wanted;
  });
}

function filesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw storeError(directory, error);
  }
}

/** Undefined when somebody else has the lock. */
function lockFile(path: string): DatabaseSync | undefined {
  const database = open(path);
  try {
    database.exec('pragma journal_mode = memory; begin exclusive');
    return database;
  } catch {
    database.close();
    return undefined;
  }
}

function open(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 0 });
  } catch (error) {
    throw storeError(path, error);
  }
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    throw storeError(directory, error);
  }
}
