import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { usualFile } from '#app/configure.ts';
import { type ChoiceName, type Choices, complaintAbout, renderConfiguration, usualChoices } from '#app/init.ts';
import { writeNewFile } from '#app/write-new-file.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { addSettingFlags, flagsGiven } from './setting-flags.ts';

/** Asks a question and gives the answer, without the spaces around it. */
export type Ask = (question: string) => Promise<string>;

type Options = { readonly yes?: true; readonly force?: true; readonly config?: string };

export function addInitCommand(program: Command): void {
  const command = program
    .command('init')
    .description('asks a few questions and writes a configuration file, never a secret')
    .option('--yes', 'ask nothing: what the flags do not say gets its default')
    .option('--force', 'replace a file that is there')
    .addHelpText(
      'after',
      `
Examples:
  npm run init
  npm run init -- --yes --input urls.csv
  npm run init -- --config other.yaml --model … --model-base-url http://localhost:8000/v1`,
    );
  addSettingFlags(command, Object.keys(usualChoices));
  command.action(async (options: Options) => {
    const given = givenChoices(command);
    if (options.yes === true) return write({ ...usualChoices, ...given }, options, undefined);
    if (!process.stdin.isTTY) {
      throw new PipelineError('config', 'init asks questions, and this is no terminal; --yes takes the defaults');
    }
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    // At the end of the input (Ctrl-D) a question would stay open for ever.
    const ended = new AbortController();
    terminal.once('close', () => ended.abort());
    const ask: Ask = async (question) => (await terminal.question(question, { signal: ended.signal })).trim();
    try {
      await write(await askForChoices(ask, given), options, ask);
    } catch (error) {
      if (!ended.signal.aborted) throw error;
      console.error('\nnothing was written');
      process.exitCode = 130;
    } finally {
      terminal.close();
    }
  });
}

function givenChoices(command: Command): Partial<Choices> {
  const given = [...flagsGiven(command)].map(([name, { value }]) => [name as ChoiceName, String(value)] as const);
  for (const [name, text] of given) {
    const complaint = complaintAbout(name, text);
    if (complaint !== undefined) throw new PipelineError('config', complaint);
  }
  return Object.fromEntries(given);
}

/** Goes through the questions; what a flag has answered is not asked. */
export async function askForChoices(ask: Ask, given: Partial<Choices>): Promise<Choices> {
  const choices: Record<ChoiceName, string> = { ...usualChoices, ...given };
  const put = async (name: ChoiceName, question: string) => {
    if (given[name] === undefined) choices[name] = await answer(ask, name, question, usualChoices[name]);
  };
  await put('run.input', 'The list of product URLs (a CSV or one a line; nothing for the demonstration)');
  const withModel =
    given['model.name'] !== undefined ||
    (await agreed(ask, 'Ask a model for what pages do not say in their structured data?'));
  if (withModel) {
    await put('model.name', 'The model, as its provider calls it');
    if (choices['model.name'] !== '') await put('model.baseUrl', "The address of its API (nothing for OpenAI's own)");
  }
  await put('run.outputDirectory', 'The folder for results');
  await put('run.concurrency', 'How many pages at once');
  return choices;
}

/** Asks until the answer can be used. Nothing means the default. */
async function answer(ask: Ask, name: ChoiceName, question: string, byDefault: string): Promise<string> {
  const shown = byDefault === '' ? '' : ` [${byDefault}]`;
  let text = await ask(`${question}${shown}: `);
  for (;;) {
    const complaint = complaintAbout(name, text);
    if (complaint === undefined) return text === '' ? byDefault : text;
    text = await ask(`${complaint}\n${question}${shown}: `);
  }
}

async function agreed(ask: Ask, question: string): Promise<boolean> {
  return /^y(?:es)?$/iu.test(await ask(`${question} [y/N]: `));
}

/** @param ask undefined when nobody can be asked. */
async function write(choices: Choices, { force, config }: Options, ask: Ask | undefined): Promise<void> {
  const path = config ?? usualFile;
  const text = renderConfiguration(choices);
  const written =
    (await writeNewFile(path, text, { replace: force === true })) ||
    (ask !== undefined &&
      (await agreed(ask, `${path} is there already. Replace it?`)) &&
      (await writeNewFile(path, text, { replace: true })));
  if (!written)
    throw new PipelineError('config', `${path} is there already and was left as it is; --force replaces it`);
  for (const line of nextSteps(path, choices, config !== undefined)) console.log(line);
}

function nextSteps(path: string, choices: Choices, named: boolean): readonly string[] {
  const flags = named ? ` -- --config ${path}` : '';
  const input = choices['run.input'];
  return [
    `wrote ${path}`,
    ...(input === '' || existsSync(input) ? [] : [`${input} is not there yet; put it there before the run`]),
    ...(choices['model.name'] === '' ? [] : keyAdvice(choices['model.baseUrl'] === '')),
    `next  npm run doctor${flags}    is everything there?`,
    `      npm run pipeline${flags}  the run`,
  ];
}

function keyAdvice(needed: boolean): readonly string[] {
  return [
    `set the model's key in the environment${needed ? '' : ', if its server wants one'}; it is never written into this file:`,
    '      export SPECBOOK_MODEL_API_KEY=…',
    '      or copy .env.example to .env, fill it in, and load it: set -a; . ./.env; set +a',
  ];
}
