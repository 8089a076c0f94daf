import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, desk } from './specbook.ts';

let own: Desk;
beforeEach(() => {
  own = desk();
});
afterEach(() => own.clear());

const commands = ['pipeline', 'cache', 'cache import', 'runs', 'failures', 'doctor', 'init', 'completion'];

describe('help', () => {
  test.each(commands)('of %s says what it does, and gives examples', async (command) => {
    const { code, stdout } = await own.run([...command.split(' '), '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: specbook ${command} `);
    expect(stdout).toMatch(/^Examples:\n {2}\S/mu);
  });

  test('of the program names every command', async () => {
    const { stdout } = await own.run(['--help']);
    for (const command of commands) expect(stdout).toContain(`  ${command.split(' ')[0]} `);
    expect(stdout).toMatch(/^Examples:\n {2}\S/mu);
  });

  test('shows the values of a setting that has a few', async () => {
    expect((await own.run(['pipeline', '--help'])).stdout).toMatch(/choices:\s+"auto",\s+"structured",\s+"llm"/u);
  });

  test('names the command or flag that was meant', async () => {
    expect(await own.run(['failuers'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Did you mean failures/u),
    });
    expect(await own.run(['runs', '--limt', '3'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Did you mean --limit/u),
    });
  });

  test('names commands that npm has a script for', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    for (const command of ['runs', 'failures', 'doctor', 'init']) {
      expect(scripts[command]).toBe(`node src/cli/main.ts ${command}`);
    }
  });
});

describe('npm run init', () => {
  const file = () => join(own.directory, 'specbook.yaml');

  test('writes a configuration that the doctor finds good, and says where the key goes', async () => {
    writeFileSync(join(own.directory, 'urls.txt'), 'http://127.0.0.1:1/x\n');
    const env = { SPECBOOK_MODEL_API_KEY: 'sk-planted' };
    const words = ['init', '--yes', '--input', 'urls.txt', '--model', 'm', '--concurrency', '4'];
    const { code, stdout } = await own.run(words, { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/wrote specbook\.yaml[\s\S]*export SPECBOOK_MODEL_API_KEY=…[\s\S]*npm run doctor/u);
    expect(readFileSync(file(), 'utf8')).not.toContain('planted');
    const doctor = await own.run(['doctor', '--demo-port', '0', '--demo-model-port', '0']);
    expect(doctor.stdout).toMatch(/^ {2}run\.concurrency +4 {2}\(specbook\.yaml:\d+\)$/mu);
    expect(doctor.stdout).toMatch(/^ok +configuration/mu);
  });

  test('leaves a file that is there, unless it is told otherwise', async () => {
    writeFileSync(file(), 'run: {}\n');
    const refused = await own.run(['init', '--yes']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/left as it is; --force/u) });
    expect(readFileSync(file(), 'utf8')).toBe('run: {}\n');
    expect(await own.run(['init', '--yes', '--force'])).toMatchObject({ code: 0 });
    expect(readFileSync(file(), 'utf8')).toContain('concurrency: 10');
    expect(await own.run(['init', '--yes', '--config', 'other.yaml'])).toMatchObject({ code: 0 });
    expect(existsSync(join(own.directory, 'other.yaml'))).toBe(true);
  });

  test('asks nobody where there is no terminal, and takes no answer that does not fit', async () => {
    expect(await own.run(['init'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/--yes/u) });
    const refused = await own.run(['init', '--yes', '--concurrency', 'many']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/run\.concurrency .*expected number/u) });
    expect(existsSync(file())).toBe(false);
  });

  test('says which file cannot be written', async () => {
    const refused = await own.run(['init', '--yes', '--config', 'no/such/folder.yaml']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/cannot write no\/such\/folder\.yaml/u) });
  });
});

describe('completion', () => {
  /** What bash offers after these words, with the script sourced as a user would. */
  async function completions(...words: readonly string[]): Promise<readonly string[]> {
    const program = `
      specbook() { ${quoted(process.execPath)} ${quoted(resolve('src/cli/main.ts'))} "$@"; }
      source <(specbook completion bash)
      complete -p specbook | grep -q -- '-F _specbook' || exit 1
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
      _specbook
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const run = promisify(execFile);
    const { stdout } = await run('bash', ['-c', program, 'bash', 'specbook', ...words], { cwd: own.directory });
    return stdout.split('\n').filter(Boolean);
  }
  const quoted = (text: string) => `'${text}'`;

  test('of commands', async () => {
    const offered = await completions('');
    for (const command of commands) expect(offered).toContain(command.split(' ')[0]);
    expect(await completions('fail')).toEqual(['failures']);
    expect(await completions('cache', 'im')).toEqual(['import']);
  });

  test('of flags, those of the command alone', async () => {
    expect(await completions('pipeline', '--extr')).toEqual(['--extractor']);
    expect(await completions('cache', 'import', '--man')).toEqual(['--manifest']);
    expect(await completions('runs', '--extr')).toEqual([]);
    expect(await completions('pipeline', '--resume', '--conc')).toEqual(['--concurrency']);
  });

  test('of values', async () => {
    expect(await completions('pipeline', '--extractor', '')).toEqual(['auto', 'structured', 'llm']);
    expect(await completions('failures', '--category', 'bot')).toEqual(['bot_detected']);
    expect(await completions('completion', 'fi')).toEqual(['fish']);
    expect(await completions('pipeline', '--concurrency', '')).toEqual([]);
  });

  test('of files, spaces in their names and all', async () => {
    writeFileSync(join(own.directory, 'list one.csv'), '');
    mkdirSync(join(own.directory, 'list two'));
    expect((await completions('pipeline', '--input', 'list')).toSorted()).toEqual(['list one.csv', 'list two']);
  });

  test.each([
    ['bash', /^complete -F _specbook specbook$/mu],
    ['zsh', /^compdef _specbook specbook$/mu],
    ['fish', /^complete -c specbook .* -l extractor -x -a 'auto structured llm'/mu],
  ])('for %s has all commands', async (shell, mark) => {
    const { code, stdout } = await own.run(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toMatch(mark);
    for (const command of commands) expect(stdout).toContain(command.split(' ').at(-1));
  });

  test('for a shell that it does not know', async () => {
    expect(await own.run(['completion', 'csh'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/bash, zsh, fish/u),
    });
  });
});
