import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingLine, type Step, stepsOf } from './walk.ts';

const checkout = resolve(import.meta.dirname, '../..');
const steps = stepsOf(readFileSync(join(checkout, 'docs/first-steps.md'), 'utf8'));

/** A repository of what the checkout holds now, committed or not. */
function repositoryIn(directory: string): string {
  const repository = join(directory, 'repository');
  mkdirSync(repository);
  const git = (cwd: string, ...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...words], {
      cwd,
      encoding: 'utf8',
    });
  const files = git(checkout, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
  for (const file of files) {
    if (file !== '' && existsSync(join(checkout, file))) cpSync(join(checkout, file), join(repository, file));
  }
  git(repository, 'init', '--quiet');
  git(repository, 'add', '--all');
  git(repository, 'commit', '--quiet', '--message', 'what the checkout holds');
  return repository;
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return String(port);
}

/** The one line that is not run as written: what is installed here already is linked, to be quick. */
const installation = 'npm install\n';
const instead = `ln -s '${join(checkout, 'node_modules')}' node_modules\n`;

const mark = (index: number) => `== step ${index} ==`;

/** All steps in one shell, each with what it printed; the shell ends with the first command that fails. */
async function walk(directory: string, environment: NodeJS.ProcessEnv) {
  const script = steps.map(
    ({ commands }, index) => `echo '${mark(index)}'\n${commands.replace(installation, instead)}`,
  );
  const { code, printed } = await new Promise<{ code: unknown; printed: string }>((ended) => {
    const words = ['-e', '-c', `exec 2>&1\n${script.join('')}`];
    execFile('bash', words, { cwd: directory, env: environment, maxBuffer: 10_000_000 }, (error, stdout) =>
      ended({ code: error === null ? 0 : error.code, printed: stdout }),
    );
  });
  const [, ...outputs] = printed.split(/^== step \d+ ==\n/mu);
  return { code, outputs, last: outputs.at(-1) };
}

describe('docs/first-steps.md', () => {
  let directory: string;
  let port: string;
  let result: Awaited<ReturnType<typeof walk>>;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'specbook-first-steps-'));
    port = await freePort();
    result = await walk(directory, {
      // As somebody has it who has just arrived: not with the programs of this checkout.
      PATH: (process.env['PATH'] ?? '')
        .split(delimiter)
        .filter((folder) => !folder.includes('node_modules'))
        .join(delimiter),
      HOME: directory,
      npm_config_update_notifier: 'false',
      REPOSITORY: repositoryIn(directory),
      SPECBOOK_DEMO_PORT: port,
      SPECBOOK_DEMO_MODEL_PORT: await freePort(),
    });
  }, 300_000);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('installs once, as everybody does', () => {
    expect(steps.filter(({ commands }) => commands.includes(installation))).toHaveLength(1);
  });

  test('works from its first line to its last', () => {
    expect({ code: result.code, steps: result.outputs.length, last: result.last }).toMatchObject({
      code: 0,
      steps: steps.length,
    });
  });

  test.each(
    steps.map((step, index): [string, number, Step] => [step.commands.trim().split('\n').at(-1) ?? '', index, step]),
  )('%s prints what is shown', (_name, index, { shown }) => {
    const expected = shown.map((line) => line.replaceAll('127.0.0.1:4380', `127.0.0.1:${port}`));
    const output = result.outputs[index] ?? '';
    expect(missingLine(expected, output), output).toBeUndefined();
  });

  test('leaves a spec book', () => {
    expect(existsSync(join(directory, 'specbook', 'specbook.yaml'))).toBe(true);
  });
});

describe('what is shown', () => {
  const output = 'run 20260101-000000-abcd\nfetched 3 pages\ndone';
  test.each([
    [['run 20261121-010716-4f2a', '…', 'done'], undefined],
    [['fetched … pages'], undefined],
    [['fetched … pages (all)'], 'fetched … pages (all)'],
    [['done', 'fetched 3 pages'], 'fetched 3 pages'],
    [['fetched . pages'], 'fetched . pages'],
  ])('%j is compared line by line', (shown, missing) => {
    expect(missingLine(shown, output)).toBe(missing);
  });

  test('belongs to the commands before it', () => {
    expect(stepsOf('a\n\n```sh\none\n```\n\nb\n\n```text\nx\ny\n```\n\n```sh\ntwo\n```\n')).toEqual([
      { commands: 'one\n', shown: ['x', 'y'] },
      { commands: 'two\n', shown: [] },
    ]);
  });
});
