import { deadOwners } from '#store/owner.ts';
import type { Finding } from './finding.ts';

/** Processes that died in the middle of a run. What they had under way is not lost. */
export function checkOwners(directory: string): Finding {
  const name = 'dead processes';
  const dead = deadOwners(directory);
  if (dead.length === 0) return { name, state: 'ok', found: 'none has left anything behind' };
  return {
    name,
    state: 'warning',
    found: `${dead.length} ended without cleaning up, in ${directory}`,
    mend: 'npm run pipeline -- --resume takes up what they had under way; the .lock files left after it may be deleted',
  };
}
