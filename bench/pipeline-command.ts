import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Package = { readonly scripts: { readonly pipeline: string } };

const root = join(import.meta.dirname, '..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Package;
const [, ...words] = scripts.pipeline.split(' ');

/** What `npm run pipeline` gives to node, so that what is measured is what people run: first the flags of node. */
export const nodeFlags: readonly string[] = words.filter((word) => word.startsWith('--'));

/** Then the program and its command. */
export const pipelineCommand: readonly string[] = words
  .filter((word) => !word.startsWith('--'))
  .map((word) => (word.endsWith('.ts') ? join(root, word) : word));
