import type { Finding } from './finding.ts';

/** The oldest Node that is tested, and that runs TypeScript as it is. */
const oldest = 24;

/** @param version as `process.versions.node` gives it. */
export function checkNode(version: string): Finding {
  const name = 'Node';
  const major = Number(version.split('.')[0]);
  if (major >= oldest) return { name, state: 'ok', found: version };
  return {
    name,
    state: 'problem',
    found: `${version}, and ${oldest} or later is needed`,
    mend: 'run it with npm, which brings its own Node: npm install && npm run doctor',
  };
}
