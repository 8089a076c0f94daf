import type { Command } from 'commander';
import { slicesOfRun } from '#app/settings.ts';
import { examine, type Finding, type ShownSetting } from '#app/doctor/doctor.ts';
import { plural } from './plural.ts';
import { addSettingFlags, saidOf } from './setting-flags.ts';

export function addDoctorCommand(program: Command): void {
  const command = program
    .command('doctor')
    .description('looks for what is missing or misconfigured, and says what mends it')
    .option('--json', 'the findings and the configuration as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  npm run doctor
  npm run doctor -- --input urls.csv          can its sites be reached?
  npm run --silent doctor -- --json > doctor.json

It takes the flags of the pipeline, to look at a run as it would be. It changes nothing, and never shows a key.
All of the run store and the page cache is read; gigabytes take a while.

Exit codes: 0 nothing stands in the way of a run; 1 there are problems.`,
    );
  // What is said while a run is under way is no concern of a doctor's, and --json is its own.
  addSettingFlags(command, Object.keys(slicesOfRun));
  command.action(async ({ json }: { json?: true }) => {
    const { shown, findings } = examine(saidOf(command));
    const found: Finding[] = [];
    for await (const finding of findings) {
      found.push(finding);
      if (json !== true) for (const line of findingLines(finding)) console.log(line);
    }
    const healthy = found.every(({ state }) => state !== 'problem');
    if (json === true) console.log(JSON.stringify({ healthy, findings: found, configuration: shown }, null, 2));
    else for (const line of [...configurationLines(shown), ...closingLines(found)]) console.log(line);
    process.exitCode = healthy ? 0 : 1;
  });
}

function findingLines({ name, state, found, mend }: Finding): readonly string[] {
  return [`${state.padEnd(8)} ${name}: ${found}`, ...(mend === undefined ? [] : [`         -> ${mend}`])];
}

/** What was set first, then what has its default. */
function configurationLines(shown: readonly ShownSetting[]): readonly string[] {
  const [given, byDefault] = [false, true].map((wanted) =>
    shown.filter(({ origin }) => (origin === 'default') === wanted),
  );
  const width = Math.max(...shown.map(({ name }) => name.length));
  const lines = (settings: readonly ShownSetting[] = []) =>
    settings.map(({ name, value, origin }) => `  ${name.padEnd(width)}  ${value}  (${origin})`);
  return ['', 'configuration in force, and where it comes from', ...lines(given), ...lines(byDefault), ''];
}

function closingLines(findings: readonly Finding[]): readonly string[] {
  const count = (wanted: Finding['state']) => findings.filter(({ state }) => state === wanted).length;
  return [
    `${plural(count('problem'), 'problem')}, ${plural(count('warning'), 'warning')}; ${count('ok')} of ${plural(findings.length, 'check')} fine`,
  ];
}
