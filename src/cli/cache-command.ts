import { resolve } from 'node:path';
import type { Command } from 'commander';
import { configure } from '#app/configure.ts';
import { type Imported, importManifest, importPage, importResults } from '#app/import-pages.ts';
import { openWorkspace } from '#app/workspace.ts';
import { addContentsCommands } from './cache-contents-commands.ts';
import { plural } from './plural.ts';
import { PipelineError } from '#core/pipeline-error.ts';

type ImportOptions = {
  readonly url?: string;
  readonly file?: string;
  readonly manifest?: string;
  readonly results?: string;
  readonly data?: string;
  readonly config?: string;
};

export function addCacheCommand(program: Command): void {
  const cache = program
    .command('cache')
    .description('the pages that are kept')
    .addHelpText(
      'after',
      `
Examples:
  npm run cache -- stats
  npm run cache -- ls --host shop.example
  npm run cache -- export --to pages
  npm run cache -- import --manifest pages/pages.csv
  npm run cache -- prune --older-than 90d`,
    );
  addContentsCommands(cache);
  cache
    .command('import')
    .description('brings in pages saved by hand, which is also how sites that refuse robots get done')
    .option('--url <url>', 'the address of the page, with --file')
    .option('--file <file>', 'the saved page, with --url')
    .option('--manifest <table>', 'a table with a URL column and a column "file" (paths relative to the table)')
    .option('--results <table>', 'results of an earlier tool: a URL column and what it found (or a column "html")')
    .option('--data <folder>', 'where runs and fetched pages are kept')
    .option('--config <file>', 'a YAML file with settings')
    .addHelpText(
      'after',
      `
Examples:
  npm run cache -- import --url https://shop.example/chair --file chair.html
  npm run cache -- import --manifest pages.csv
  npm run cache -- import --results llm_results.csv`,
    )
    .action(importCommand);
}

async function importCommand(options: ImportOptions): Promise<void> {
  const { url, file, manifest, results } = options;
  const pair = url !== undefined || file !== undefined;
  const sources = [pair ? 'pair' : undefined, manifest, results].filter((source) => source !== undefined);
  if (sources.length !== 1 || (pair && (url === undefined || file === undefined))) {
    throw new PipelineError('config', 'cache import needs one of: --url with --file; --manifest; --results');
  }
  const flags = new Map(
    options.data === undefined ? [] : [['run.dataDirectory', { value: options.data, origin: '--data' }]],
  );
  const { configuration } = configure({ flags, file: options.config });
  const workspace = openWorkspace(resolve(configuration.run.dataDirectory));
  try {
    if (url !== undefined && file !== undefined) {
      await importPage(workspace, url, file);
      console.log(`imported ${url}`);
    } else if (manifest !== undefined) report(await importManifest(workspace, manifest), manifest);
    else if (results !== undefined) report(await importResults(workspace, results), results);
  } finally {
    await workspace.close();
  }
}

/** Rows that could not be imported make the exit code 3, like a run with failures. */
function report({ imported, kept, problems }: Imported, table: string): void {
  for (const { line, problem } of problems) console.error(`${table}:${line}: ${problem}`);
  const rest = kept === 0 ? '' : `, ${kept} left alone (their pages are in the cache already)`;
  console.log(
    `imported ${plural(imported, 'page')}${rest}${problems.length === 0 ? '' : `, ${plural(problems.length, 'row')} could not be`}`,
  );
  if (problems.length > 0) process.exitCode = 3;
}
