import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeFlags, pipelineCommand } from './pipeline-command.ts';

/** How a process ended, and the end of what it wrote (stdout and stderr together). */
export type Ending = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
};

/** The pipeline as a process of its own, as a person would start it. */
export type PipelineProcess = {
  readonly pid: number;
  /** `performance.now()` when it was started. */
  readonly startedAt: number;
  /** Resolves with its first line on stdout, by when the run is in the store; undefined when it ended without one. */
  readonly firstLine: Promise<string | undefined>;
  readonly ended: Promise<Ending>;
  /** Undefined when it is still running after so many milliseconds. */
  endedWithin(milliseconds: number): Promise<Ending | undefined>;
  kill(signal: NodeJS.Signals): void;
};

/** Characters: what a failed run says last is what explains it. */
const keptOutput = 4_000;

/**
 * Starts `pipeline` with the given arguments.
 *
 * @param settings.directory where it runs: without a configuration file of somebody else's.
 * @param settings.longest milliseconds after which it is killed, so that no measurement hangs.
 */
export function startPipeline(
  parameters: readonly string[],
  settings: { readonly directory: string; readonly longest: number },
): PipelineProcess {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...nodeFlags, ...pipelineCommand, ...parameters], {
    cwd: settings.directory,
    // The site of the bench is on this machine.
    env: { ...process.env, SPECBOOK_ALLOW_PRIVATE_NETWORK: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: settings.longest,
    killSignal: 'SIGKILL',
  });
  let output = '';
  const keep = (text: string) => {
    output = (output + text).slice(-keptOutput);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, output }));
  });
  const spoken = new Promise<string>((resolve) => {
    let text = '';
    child.stdout.on('data', (chunk: string) => {
      text = (text + chunk).slice(0, keptOutput);
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
  });
  return {
    pid: child.pid ?? 0,
    startedAt,
    firstLine: Promise.race([spoken, ended.then(() => undefined)]),
    ended,
    endedWithin: async (milliseconds) => {
      const waiting = new AbortController();
      const waited = sleep(milliseconds, undefined, { signal: waiting.signal }).catch(() => undefined);
      const ending = await Promise.race([ended, waited]);
      waiting.abort();
      return ending;
    },
    kill: (signal) => void child.kill(signal),
  };
}
