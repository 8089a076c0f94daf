import { statfs } from 'node:fs/promises';
import { nearestExisting } from './data-directory.ts';
import type { Finding } from './finding.ts';
import { reasonOf } from './reason.ts';

/** What is asked of a file system: as `statfs` of node:fs gives it. */
export type Space = { readonly bavail: number; readonly bsize: number };

const gigabyte = 1_000_000_000;
/** Bytes. A page takes about 40 KB in the cache, so this is some 25,000 of them. */
const comfortable = gigabyte;
/** Bytes. Below it a run of a few hundred pages may already fill the disk. */
const least = 100_000_000;

/** How much room there is for whoever runs this, which may be less than the disk has left. */
export async function checkDiskSpace(
  directory: string,
  spaceOf: (path: string) => Promise<Space> = statfs,
): Promise<Finding> {
  const name = 'disk space';
  try {
    const { bavail, bsize } = await spaceOf(nearestExisting(directory));
    const free = bavail * bsize;
    const found = `${(free / gigabyte).toFixed(1)} GB free for ${directory}`;
    if (free >= comfortable) return { name, state: 'ok', found };
    const mend = 'make room, or keep runs and pages on another disk with --data';
    return { name, state: free < least ? 'problem' : 'warning', found, mend };
  } catch (error) {
    return { name, state: 'warning', found: `cannot be told for ${directory} (${reasonOf(error)})` };
  }
}
