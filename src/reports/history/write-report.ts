import { join } from 'node:path';
import { csvLines } from '#tables/write.ts';
import { makeFolder } from '../make-folder.ts';
import { onDisk, writeFileWhole } from '../write-file.ts';
import type { Csv } from './blocks.ts';
import type { Report } from './report.ts';

export const reportFile = 'report.md';

/**
 * Writes all files of a report into the directory, each in the place of an earlier one. What else is there stays.
 *
 * @returns their names; that of the report itself last.
 * @throws PipelineError `store` when a file cannot be written.
 */
export async function writeReport(directory: string, report: Report): Promise<readonly string[]> {
  await onDisk(directory, async () => makeFolder(directory));
  const files: readonly (readonly [string, AsyncIterable<string>])[] = [
    ...[...report.tables].map(([name, table]) => [name, csvOf(table)] as const),
    ...[...report.pictures].map(([name, picture]) => [name, only(picture)] as const),
    [reportFile, only(report.markdown)],
  ];
  for (const [name, pieces] of files) await writeFileWhole(join(directory, name), pieces);
  return files.map(([name]) => name);
}

const csvOf = ({ columns, rows }: Csv) => csvLines(columns, each(rows));

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

async function* only(text: string): AsyncGenerator<string> {
  yield text;
}
