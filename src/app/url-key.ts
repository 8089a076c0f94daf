import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PipelineError } from '#core/pipeline-error.ts';
import { type UrlSealer, urlSealer } from '#scraping/seal-url.ts';

/** The file of the data directory that addresses with credentials are sealed with. */
export const urlKeyFile = 'url.key';

const keyLength = 32;

/** Seals with the key of the data directory, which is made when the first address needs it. */
export function sealerOf(directory: string): UrlSealer {
  const path = join(directory, urlKeyFile);
  return urlSealer({ existing: () => readKey(path), existingOrNew: () => readKey(path) ?? makeKey(path) });
}

/** @throws PipelineError `store` when it cannot be read or is damaged. */
function readKey(path: string): Uint8Array | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw failure(path, `it cannot be read: ${String(error)}`, error);
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === keyLength) return key;
  throw failure(path, 'it is damaged. Restore it; addresses with credentials cannot be fetched again without it');
}

/** Whole or not at all: of two processes that make it at the same time, both take the one that came first. */
function makeKey(path: string): Uint8Array {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, `${randomBytes(keyLength).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    linkSync(draft, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw failure(path, `it cannot be made: ${String(error)}`, error);
  } finally {
    rmSync(draft, { force: true });
  }
  const made = readKey(path);
  if (made === undefined) throw failure(path, 'it has vanished');
  return made;
}

function failure(path: string, problem: string, cause?: unknown): PipelineError {
  return new PipelineError('store', `${path}, the key that addresses with credentials are sealed with: ${problem}`, {
    cause,
  });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
