import { defaultOf, type Setting } from '#config/setting.ts';

/** docs/configuration.md: every setting and how it is reached, from the settings themselves. */
export function renderSettingsDocument(settings: readonly Setting[]): string {
  const slices = Map.groupBy(settings, ({ slice }) => slice);
  return [...introduction, ...[...slices].flatMap(([slice, ofSlice]) => section(slice, ofSlice))].join('\n');
}

const introduction = [
  '# Configuration',
  '',
  '<!-- Generated from the settings in src by `npm run generate`. Do not edit. -->',
  '',
  'Nothing has to be configured for the demonstration. A setting takes its value from the first of these that',
  'gives one:',
  '',
  '1. its flag: `npm run pipeline -- --concurrency 20`;',
  '2. its environment variable: `SPECBOOK_CONCURRENCY=20` (an empty one counts as not set; of several, the first',
  '   that is set wins);',
  '3. the configuration that the run was started with, for `--resume`; for a new run `specbook.yaml` in the',
  '   current folder, or the file that `--config` names;',
  '4. its default.',
  '',
  'The file holds the slices below, each with its settings:',
  '',
  '```yaml',
  'run:',
  '  concurrency: 20',
  'scraping:',
  '  timeout: 45s',
  '```',
  '',
  'A setting that does not exist, or a value that does not fit, ends the run before it begins, with exit code 2',
  'and a message that names the setting and where its value came from. Durations are written `500ms`, `30s`,',
  '`15m`, `12h` or `30d`. A secret is taken from its environment variable, or from a file that another setting',
  'names; never from a flag or the configuration file. It is not stored with the run.',
  '',
];

function section(slice: string, settings: readonly Setting[]): readonly string[] {
  return [
    `## ${slice}`,
    '',
    '| Setting | Flag | Environment | Default | Meaning |',
    '| --- | --- | --- | --- | --- |',
    ...settings.map((setting) => `| ${cells(setting).map(escaped).join(' | ')} |`),
    '',
  ];
}

function cells(setting: Setting): readonly string[] {
  const { slice, name, meta } = setting;
  const { description, flag, switches = {}, env = [], secret = false } = meta;
  const flags = [...(flag === undefined ? [] : [flag]), ...Object.keys(switches)];
  const byDefault = defaultOf(setting);
  const value = typeof byDefault === 'string' ? byDefault : JSON.stringify(byDefault);
  return [
    code(`${slice}.${name}`),
    flags.map(code).join(', '),
    env.map(code).join(', '),
    value === undefined ? '' : code(value),
    secret ? `${description} (a secret)` : description,
  ];
}

const code = (text: string) => `\`${text}\``;

/** A bar would end the cell, also within code. */
const escaped = (cell: string) => cell.replaceAll('|', String.raw`\|`);
