import type { Command } from 'commander';
import { listRuns, type RunDetails, type RunOverview, showRun } from '#app/runs.ts';
import { unmet } from '#app/run-quality.ts';
import { formatDuration } from '#core/duration.ts';
import { countArgument } from './count-argument.ts';
import { plural } from './plural.ts';
import { addSettingFlags, saidOf } from './setting-flags.ts';

type Options = { readonly limit: number; readonly json?: true };

export function addRunsCommand(program: Command): void {
  const command = program
    .command('runs')
    .description('the runs there have been, or all there is to say of one')
    .argument('[run]', 'the id of a run, for its details')
    .option('--limit <count>', 'how many runs are listed, the latest first', countArgument, 20)
    .option('--json', 'the same as JSON; times are ISO 8601, durations milliseconds')
    .addHelpText(
      'after',
      `
Examples:
  npm run runs                                 the latest runs
  npm run runs -- 20261121-010716-4f2a         one of them
  npm run --silent runs -- --json | jq '.runs[].counts'`,
    );
  addSettingFlags(command, ['run.dataDirectory']);
  command.action(async (run: string | undefined, options: Options) => {
    if (run === undefined) await list(command, options);
    else await show(command, run, options);
  });
}

async function list(command: Command, { limit, json }: Options): Promise<void> {
  const { directory, runs } = await listRuns(saidOf(command), limit);
  if (json === true) console.log(JSON.stringify({ directory, runs: runs.map(overviewJson) }, null, 2));
  else if (runs.length === 0) console.log(`there are no runs in ${directory} yet; npm run pipeline makes one`);
  else for (const line of runs.flatMap(overviewLines)) console.log(line);
}

async function show(command: Command, id: string, { json }: Options): Promise<void> {
  const details = await showRun(saidOf(command), id);
  if (json === true)
    console.log(JSON.stringify({ ...details, ...overviewJson(details), quality: details.quality ?? null }, null, 2));
  else for (const line of detailLines(details)) console.log(line);
}

const iso = (at: number) => new Date(at).toISOString();

function overviewJson(run: RunOverview) {
  const { startedAt, finishedAt } = run;
  return {
    ...run,
    input: run.input ?? null,
    usage: run.usage ?? null,
    startedAt: iso(startedAt),
    finishedAt: finishedAt === undefined ? null : iso(finishedAt),
    duration: finishedAt === undefined ? null : finishedAt - startedAt,
  };
}

function overviewLines(run: RunOverview): readonly string[] {
  return [`${run.id}  ${run.state}`, `  ${times(run)}`, `  ${outcomes(run)}`, `  ${inputOf(run)}`];
}

function times({ startedAt, finishedAt }: RunOverview): string {
  const [date = '', time = ''] = iso(startedAt).split('T');
  const took = finishedAt === undefined ? '' : `, ended after ${formatDuration(finishedAt - startedAt)}`;
  return `${date} ${time.slice(0, 5)} UTC${took}`;
}

function outcomes({ counts: { rows, ...parts }, source }: RunOverview): string {
  const named = Object.entries(parts).filter(([, count]) => count > 0);
  const shown = named.map(([name, count]) => `${count.toLocaleString('en-US')} ${name.replace('_', ' ')}`);
  const unread = source.complete ? '' : ' (the input has not been read to its end)';
  return `${plural(rows, 'row')}${shown.length === 0 ? '' : ` = ${shown.join(' + ')}`}${unread}`;
}

const inputOf = ({ input }: RunOverview) => input ?? 'the demonstration catalogue';

function detailLines(run: RunDetails): readonly string[] {
  const { counts, environment, settings, stages, results } = run;
  const withoutRecord = counts.failed + counts.not_found + counts.skipped;
  return [
    `run          ${run.id}, ${run.state}`,
    `started      ${times(run)}`,
    `rows         ${outcomes(run)}`,
    `input        ${inputOf(run)}`,
    `results      ${results ?? 'not here (run this where the run was started)'}`,
    ...section('resources', usageOf(run)),
    ...section('quality', qualityRows(run.quality)),
    ...section('environment', Object.entries(environment ?? {}).map(pair)),
    ...section(
      'settings that were given',
      settings.map(({ name, value, origin }) => [name, `${value}  (${origin})`]),
    ),
    ...section(
      'stages',
      stages.map(({ stage, count, failed, duration }) => [
        stage,
        `${plural(count, 'time')}, ${failed} failed, ${formatDuration(duration / count)} on average, ${formatDuration(duration)} in all`,
      ]),
    ),
    '',
    ...(run.state === 'finished' ? [] : [`continue with       npm run pipeline -- --resume ${run.id}`]),
    ...(withoutRecord === 0 ? [] : [`what gave no record  npm run failures -- ${run.id}`]),
  ];
}

function usageOf({ usage }: RunDetails): readonly (readonly [string, string])[] {
  if (usage === undefined) return [];
  const megabytes = (usage.peakMemoryBytes / 1e6).toFixed(0);
  return [
    ['CPU time', formatDuration(usage.cpuSeconds * 1_000)],
    ['memory at most', `${megabytes} MB`],
  ];
}

function qualityRows(quality: RunDetails['quality']): readonly (readonly [string, string])[] {
  if (quality === undefined) return [];
  const missed = unmet(quality.thresholds).map(
    ({ severity, measure, minimum }) => [severity, `${measure} should be ${minimum} or more`] as const,
  );
  return [...Object.entries(quality.measures).map(([name, value]) => [name, value.toFixed(2)] as const), ...missed];
}

const pair = ([name, value]: readonly [string, unknown]): readonly [string, string] => [
  name,
  typeof value === 'string' ? value : 'none',
];

function section(title: string, rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.length === 0 ? [] : ['', title, ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)];
}
