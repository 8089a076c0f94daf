import { accessSync, constants, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from './finding.ts';
import { reasonOf } from './reason.ts';

/**
 * Whether runs and pages can be kept. A directory that is there is written to, for permissions do not tell of a
 * disk that is mounted read-only; one that is not there is not made.
 */
export function checkDataDirectory(directory: string): Finding {
  const name = 'data directory';
  const mend = 'make it writable, or choose another with --data or SPECBOOK_DATA';
  try {
    const existing = nearestExisting(directory);
    if (!statSync(existing).isDirectory()) {
      return { name, state: 'problem', found: `${existing} is not a directory`, mend };
    }
    if (existing === directory) {
      writeAndRemove(directory);
      return { name, state: 'ok', found: `${directory} can be written to` };
    }
    accessSync(existing, constants.W_OK);
    return { name, state: 'ok', found: `${directory} is not there yet; the first run makes it` };
  } catch (error) {
    return { name, state: 'problem', found: `${directory} cannot be written to (${reasonOf(error)})`, mend };
  }
}

/** The path itself, or the closest directory above it that there is. */
export function nearestExisting(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined || dirname(path) === path ? path : nearestExisting(dirname(path));
}

function writeAndRemove(directory: string): void {
  const probe = join(directory, `doctor-${process.pid}.probe`);
  try {
    writeFileSync(probe, 'written by npm run doctor', { flag: 'wx' });
  } finally {
    rmSync(probe, { force: true });
  }
}
