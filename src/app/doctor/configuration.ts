import type { Finding } from './finding.ts';

/** One finding for each complaint, or one that says that there is none. */
export function checkConfiguration(complaints: readonly string[]): readonly Finding[] {
  const name = 'configuration';
  if (complaints.length === 0) return [{ name, state: 'ok', found: 'no complaints' }];
  return complaints.map((found) => ({
    name,
    state: 'problem',
    found,
    mend: 'correct the value where it came from; docs/configuration.md lists all settings',
  }));
}
