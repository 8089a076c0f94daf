import { glob, stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { PipelineError } from '#core/pipeline-error.ts';
import { isKeptInput } from './standard-input.ts';

/** A file of the input, and what a person is told that it is: as short as tells it from the others. */
export type InputFile = { readonly path: string; readonly name: string };

/**
 * The files that the words of `--input` stand for, in the order in which they are read: that of the words, and by
 * name where a pattern stands for several. Each file is there once.
 *
 * @param words paths and patterns (`*`, `**`, `?`, `{a,b}`); a file that is there wins over a pattern.
 * @throws PipelineError `config` for a word that stands for no file.
 */
export async function inputFiles(words: readonly string[]): Promise<readonly InputFile[]> {
  const found: string[] = [];
  for (const word of words) found.push(...(await filesOf(word)));
  const paths = [...new Set(found.map((path) => resolve(path)))];
  return paths.map((path) => ({ path, name: nameAmong(path, paths) }));
}

async function filesOf(word: string): Promise<readonly string[]> {
  const there = await stat(word).catch(() => undefined);
  if (there?.isDirectory() === true)
    throw complaint(
      `${word} is a folder; expected a file, or a pattern such as '${word.replace(/[/\\]$/u, '')}/*.csv'`,
    );
  if (there !== undefined) return [word];
  if (!/[*?{[]/u.test(word)) throw complaint(`cannot read ${word}: there is no such file`);
  const matches: string[] = [];
  for await (const entry of glob(word, { withFileTypes: true })) {
    if (!entry.isDirectory()) matches.push(resolve(entry.parentPath, entry.name));
  }
  if (matches.length === 0) throw complaint(`no file is called like ${word}`);
  return matches.toSorted();
}

function complaint(problem: string): PipelineError {
  return new PipelineError('config', `run.input (--input): ${problem}`);
}

/** The file's own name; where two have the same, the path below the folder that all share. */
function nameAmong(path: string, paths: readonly string[]): string {
  if (isKeptInput(path)) return 'standard input';
  const name = basename(path);
  if (paths.filter((other) => basename(other) === name).length === 1) return name;
  return relative(sharedFolder(paths), path).replaceAll(sep, '/');
}

function sharedFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] ?? '');
  while (folder !== dirname(folder) && !paths.every((path) => path.startsWith(`${folder}${sep}`))) {
    folder = dirname(folder);
  }
  return folder;
}
