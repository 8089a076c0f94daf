import { writeFile } from 'node:fs/promises';
import { generatedFiles } from './generated-files.ts';

/** Writes every file of the repository that is derived from its sources. A test holds them to it. */
for (const [path, text] of generatedFiles()) {
  await writeFile(new URL(`../${path}`, import.meta.url), text);
  console.log(`wrote ${path}`);
}
