import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';

const main = resolve('src/cli/main.ts');

/** The sites of tests are on this machine, where nothing is fetched from otherwise. */
export const onLoopback: Readonly<Record<string, string>> = {
  SPECBOOK_ALLOW_PRIVATE_NETWORK: 'true',
  // One host plays all shops: what one page asks for must not slow the others.
  SPECBOOK_HOST_PACE: 'fixed',
  SPECBOOK_HOST_CONCURRENCY: '60',
};

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** A folder of its own to run the program in, as a user would. */
export type Desk = {
  readonly directory: string;
  /** Runs `specbook` with the words; the environment holds nothing but what is given, `onLoopback`, and no page of metrics. */
  run(words: readonly string[], settings?: RunSettings): Promise<Ended>;
  /** The files of the latest run, parsed. */
  outputs(): Outputs;
  clear(): void;
};

type RunSettings = {
  readonly env?: Readonly<Record<string, string>>;
  /** What it is given on standard input; nothing, if left out. */
  readonly input?: string | Uint8Array;
  /** Called again and again with everything printed so far; gives the signals to send. */
  readonly watch?: (printed: string) => NodeJS.Signals | undefined;
};

export type Outputs = {
  readonly directory: string;
  readonly products: readonly Product[];
  readonly failures: readonly Readonly<Record<string, string>>[];
  readonly run: { readonly id: string; readonly state: string; readonly counts: Readonly<Record<string, number>> };
  text(file: string): string;
};

export type Product = {
  readonly line: number;
  readonly url: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
  readonly provenance: Readonly<Record<string, { readonly source: string }>>;
  readonly quality: { readonly verdict: string };
  readonly model?: { readonly standIn: boolean };
};

export function desk(): Desk {
  const directory = mkdtempSync(join(tmpdir(), 'specbook-desk-'));
  return {
    directory,
    run: (words, settings = {}) => start(directory, words, settings),
    outputs: () => readOutputs(join(directory, 'output')),
    clear: () => rmSync(directory, { recursive: true, force: true }),
  };
}

async function start(cwd: string, words: readonly string[], { env = {}, input, watch }: RunSettings): Promise<Ended> {
  // Many run at the same time: a page of metrics, and the port for it, only where a test is about them.
  const environment = { OTEL_METRICS_EXPORTER: 'none', ...onLoopback, ...env };
  const child = spawn(process.execPath, [main, ...words], { cwd, env: environment, stdio: 'pipe' });
  child.stdin.on('error', () => undefined).end(input);
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
    });
  }
  const watching = setInterval(() => {
    const signal = watch?.(printed.stdout + printed.stderr);
    if (signal !== undefined) child.kill(signal);
  }, 20);
  const code = await new Promise<number | null>((ended, failed) => child.on('error', failed).on('close', ended));
  clearInterval(watching);
  return { code, ...printed };
}

function readOutputs(folder: string): Outputs {
  const directory = latestOf(folder);
  const text = (file: string) => readFileSync(join(directory, file), 'utf8');
  const lines = text('products.jsonl').split('\n').filter(Boolean);
  return {
    directory,
    products: lines.map((line) => JSON.parse(line) as Product),
    failures: parse(text('failures.csv'), { columns: true }),
    run: JSON.parse(text('run.json')) as Outputs['run'],
    text,
  };
}

/** By the time that is in the file: names of runs of the same second are in no order. */
function latestOf(folder: string): string {
  const startedAt = (directory: string) =>
    (JSON.parse(readFileSync(join(directory, 'run.json'), 'utf8')) as { readonly startedAt: string }).startedAt;
  const directories = readdirSync(folder).map((name) => join(folder, name));
  return directories.toSorted((one, other) => startedAt(one).localeCompare(startedAt(other))).at(-1) ?? folder;
}
