import { readSettings } from '#config/load.ts';
import { fromValues } from '#config/sources.ts';
import { stringify } from 'yaml';
import { settings } from './settings.ts';

/** What `init` asks for: settings by their full name, as they would be written. An empty one is left out. */
export type Choices = Readonly<Record<ChoiceName, string>>;
export type ChoiceName = 'run.input' | 'model.name' | 'model.baseUrl' | 'run.outputDirectory' | 'run.concurrency';

/** What stands in the file when nobody is asked. */
export const usualChoices: Choices = {
  'run.input': '',
  'model.name': '',
  'model.baseUrl': '',
  'run.outputDirectory': 'output',
  'run.concurrency': '10',
};

/** What is wrong with a choice, in the words of the configuration; undefined when it may be written. */
export function complaintAbout(name: ChoiceName, text: string): string | undefined {
  if (text === '') return undefined;
  const [reading] = readSettings([settingNamed(name)], [fromValues({ [name]: text }, 'your answer')]);
  return reading?.complaint;
}

/** specbook.yaml with what was chosen, and a comment for each setting. Never holds a secret. */
export function renderConfiguration(choices: Choices): string {
  return [
    '# Settings of specbook, written by `npm run init`. What is left out has its default; docs/configuration.md has',
    '# them all. Environment variables and flags win over this file.',
    '',
    'run:',
    ...written('run.input', choices, 'urls.csv'),
    ...written('run.outputDirectory', choices, 'output'),
    ...written('run.concurrency', choices, '10'),
    '',
    '# The key is a secret and does not belong here. It is taken from the environment:',
    '#   export SPECBOOK_MODEL_API_KEY=…',
    '# or from a file that holds nothing else: apiKeyFile (--model-api-key-file).',
    ...modelLines(choices),
    '',
  ].join('\n');
}

/** A slice in which all is a comment would be no mapping. */
function modelLines(choices: Choices): readonly string[] {
  if (choices['model.name'] === '') {
    return [
      '# Without a model, a run uses structured data and page rules alone. To have one asked for the rest:',
      '# model:',
      '#   name: …',
      '#   baseUrl: http://localhost:8000/v1',
    ];
  }
  return [
    'model:',
    ...written('model.name', choices, '…'),
    ...written('model.baseUrl', choices, 'http://localhost:8000/v1'),
  ];
}

function written(name: ChoiceName, choices: Choices, example: string): readonly string[] {
  const setting = settingNamed(name);
  const value = choices[name];
  const line =
    value === ''
      ? `  # ${setting.name}: ${example}`
      : `  ${setting.name}: ${stringify(name === 'run.concurrency' ? Number(value) : value, { lineWidth: 0 }).trim()}`;
  return [`  # ${setting.meta.description}`, line];
}

function settingNamed(name: ChoiceName) {
  const found = settings.find((setting) => `${setting.slice}.${setting.name}` === name);
  if (found === undefined) throw new TypeError(`there is no setting ${name}`);
  return found;
}
