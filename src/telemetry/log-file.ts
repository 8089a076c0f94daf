import { appendFileSync, existsSync, fstatSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '#core/clock.ts';
import { PipelineError } from '#core/pipeline-error.ts';

/** The part of a stream into a file that rotation needs. */
export type Reopening = {
  readonly fd: number;
  reopen(): void;
};

export type Rotation = { readonly maxBytes: number; readonly maxAge: number; readonly keep: number };

/** Makes the file, if it is not there. @throws PipelineError `config` when nobody can write to it. */
export function assertLogFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, '');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PipelineError('config', `log.to (--log): cannot write the log to ${path}: ${reason}`, { cause });
  }
}

/** Puts the file aside if it is too large or too old. True if the path leads to another file from now on. */
export function rotate(path: string, { maxBytes, maxAge, keep }: Rotation, now: number): boolean {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined || file.size === 0) return false;
  if (file.size < maxBytes && now - file.birthtimeMs < maxAge) return false;
  rmSync(`${path}.${keep}`, { force: true });
  for (let number = keep - 1; number >= 1; number -= 1) {
    if (existsSync(`${path}.${number}`)) renameSync(`${path}.${number}`, `${path}.${number + 1}`);
  }
  if (keep === 0) rmSync(path, { force: true });
  else renameSync(path, `${path}.1`);
  return true;
}

/** Milliseconds between two looks at size and age. */
const interval = 1_000;

/**
 * Rotates the file under the stream every so often. When another process has done so, the stream is only led to the
 * new file, so that several may log to one.
 *
 * @returns is to be called now and then, after something was written.
 */
export function rotating(path: string, stream: Reopening, rotation: Rotation, clock: Pick<Clock, 'now'>): () => void {
  let looked = clock.now();
  return () => {
    const now = clock.now();
    if (now - looked < interval || stream.fd < 0) return;
    looked = now;
    if (isOther(path, stream.fd) || rotate(path, rotation, now)) stream.reopen();
  };
}

function isOther(path: string, descriptor: number): boolean {
  return statSync(path, { throwIfNoEntry: false })?.ino !== fstatSync(descriptor).ino;
}
