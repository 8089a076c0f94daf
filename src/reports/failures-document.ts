import type { FailureRule } from '#core/failure.ts';

const retries: Record<FailureRule['retry'], string> = {
  never: 'no',
  costs: 'yes, with backoff, while retries remain',
  free: 'yes, after the wait that was asked for; costs no retry',
};

const outcomes: Record<FailureRule['outcome'], string> = {
  failed: 'failed',
  not_found: 'not found (an answer, not an error)',
  skipped: 'skipped',
};

/** docs/failures.md: what every failure category means and what to do about it, from the one table of rules. */
export function renderFailuresDocument(rules: Readonly<Record<string, FailureRule>>): string {
  return [
    '# Failures',
    '',
    '<!-- Generated from src/core/failure.ts by `npm run generate`. Do not edit. -->',
    '',
    'Every item that gives no record ends in one of these categories. The advice is what the console and',
    '`failures.csv` say.',
    '',
    ...Object.entries(rules).flatMap(([category, rule]) => section(category, rule)),
  ].join('\n');
}

const endings = {
  item: 'the item',
  run: 'the whole run',
  drain: 'the whole run, once what is under way has come to its end',
} as const satisfies Record<FailureRule['ends'], string>;

function section(category: string, rule: FailureRule): readonly string[] {
  return [
    `## ${category}`,
    '',
    rule.meaning,
    '',
    `- What to do: ${rule.advice}`,
    `- Counts as: ${outcomes[rule.outcome]}`,
    `- Tried again: ${retries[rule.retry]}`,
    `- Ends: ${endings[rule.ends]}${rule.ends === 'item' ? '' : `, with exit code ${rule.exitCode}`}`,
    `- Severity: ${rule.severity}`,
    '',
  ];
}
