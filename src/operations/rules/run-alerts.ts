import { conventions } from '#catalogue/conventions.ts';
import { jobs, type Promql, ratio } from '../promql/promql.ts';
import { all, compare, enough } from './conditions.ts';
import type { Alert } from './rule.ts';
import { minute, recent, type Timing } from './timing.ts';

/** Runs as a whole: whether they come, move, and come to their end. */
export function runAlerts(promql: Promql, timing: Timing): readonly Alert[] {
  return [failureRatio, runAborted, runStuck, runStale, stageSlow, telemetryDropped].map((make) =>
    make(promql, timing),
  );
}

function failureRatio(promql: Promql, { window }: Timing): Alert {
  const failed = promql.increase('specbook.items', window(recent), { where: { outcome: 'failed' } });
  const tried = promql.increase('specbook.items', window(recent), { where: { outcome: ['succeeded', 'failed'] } });
  return {
    name: 'failure-ratio',
    severity: 'warning',
    expr: all(`${ratio(failed, tried)} > 0.1`, `${failed} >= 5`),
    for: minute,
    summary: 'Many pages give no record',
    description:
      '{{ $value | humanizePercentage }} of the pages of the last hour failed; those that do not exist or were left out are not counted. The alert is due above 10 %, and 5 of them.',
    action: 'Run `npm run failures`: it groups them by reason, the largest first, with what to do.',
    dashboard: 'failures',
  };
}

function runAborted(promql: Promql): Alert {
  const { errorType } = conventions;
  const aborted = promql.gauge('specbook.run.last.aborted', {
    where: { [errorType]: { not: 'budget_exceeded' } },
    by: [errorType],
  });
  return {
    name: 'run-aborted',
    severity: 'critical',
    expr: `${aborted} == 1`,
    for: 0,
    summary: 'The latest run ended before its time: {{ $labels.error_type }}',
    description:
      'The latest run met a failure of the category {{ $labels.error_type }}, which no other page would have got past. What is done is kept.',
    action:
      'Look {{ $labels.error_type }} up in docs/failures.md, put it right, and go on with `npm run pipeline -- --resume`.',
    dashboard: 'overview',
  };
}

function runStuck(promql: Promql, { seconds }: Timing): Alert {
  return {
    name: 'run-stuck',
    severity: 'critical',
    expr: `${promql.gauge('specbook.run.stalled')} > ${seconds(15 * minute)}`,
    for: minute,
    summary: 'A run does not get on',
    description:
      'Nothing has happened in a run that is under way for {{ $value | humanizeDuration }}, although there is something to do. The alert is due after 15 minutes.',
    action:
      'Is its process still there? If not: `npm run pipeline -- --resume`. If it is, end it (Ctrl-C, or SIGTERM) and do the same.',
    dashboard: 'overview',
  };
}

function runStale(promql: Promql): Alert {
  const due = promql.gauge('specbook.run.due_time');
  const cadence = promql.gauge('specbook.run.cadence');
  return {
    name: 'run-stale',
    severity: 'critical',
    expr: `time() - ${due} > 0.25 * ${cadence}`,
    for: 0,
    summary: 'The next run is overdue',
    description:
      'A run should have come to its end {{ $value | humanizeDuration }} ago, by the cadence that is configured (serve.cadence). The alert is due a quarter of the cadence after the time.',
    action:
      'Run `npm run runs`: was it never started, is it under way, or did it stop? Then look at what starts it (cron, CI).',
    dashboard: 'overview',
  };
}

function stageSlow(promql: Promql, timing: Timing): Alert {
  const by = ['stage'];
  const compared = compare(
    timing,
    (window, offset) => promql.quantile(0.95, 'specbook.stage.duration', window, { by, ...(offset && { offset }) }),
    (window, offset) => promql.increase('specbook.stage.duration', window, { by, ...(offset && { offset }) }),
  );
  const { recent: now, usual } = compared;
  return {
    name: 'stage-slow',
    severity: 'warning',
    expr: all(`${now} > 3 * (${usual})`, `${now} > 2`, ...enough(compared, 20)),
    for: minute,
    summary: 'The stage {{ $labels.stage }} is slow',
    description:
      'In the last hour the slowest 5 % of the runs of {{ $labels.stage }} took more than {{ $value | humanizeDuration }}: more than three times as long as in the 7 days before, and more than 2 s.',
    action: 'Run `npm run trace -- <url>` for a page of the run: the longest bar says what it waited for.',
    dashboard: 'overview',
  };
}

function telemetryDropped(promql: Promql): Alert {
  return {
    name: 'telemetry-dropped',
    severity: 'info',
    expr: `${promql.gauge('specbook.run.last.telemetry_dropped', { by: ['signal'] })} > 0`,
    for: 0,
    summary: 'The latest run could not deliver all of its telemetry',
    description:
      '{{ $value | humanize }} {{ $labels.signal }} of the latest run were lost. Records and totals are not touched by it.',
    action:
      'Is the collector up? `npm run trace` makes traces of the facts in the run store, so nothing is gone for good.',
    dashboard: 'overview',
  };
}

/** That all others could not be due. */
export function ledgerAbsent(): Alert {
  const up = `up{job="${jobs.ledger}"}`;
  return {
    name: 'ledger-absent',
    severity: 'critical',
    expr: `${up} == 0 or absent(${up})`,
    for: 3 * minute,
    summary: 'The metrics of specbook cannot be had',
    description: '`npm run serve` has not answered for 3 minutes. Runs go on, but no other alert can be due.',
    action:
      'Start it again (`docker compose up -d serve`, or `npm run serve`). Nothing is lost: the totals are in the run store.',
    dashboard: 'overview',
  };
}
