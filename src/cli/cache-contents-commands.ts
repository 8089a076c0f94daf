import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CacheReport, cacheStatistics, eachCachedPage, exportPages, pruneCache } from '#app/cached-pages.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { parseDuration } from '#core/duration.ts';
import { bytes } from './console/numbers.ts';
import { countArgument } from './count-argument.ts';
import { plural } from './plural.ts';
import { addSettingFlags, saidOf } from './setting-flags.ts';

const host = () => new Option('--host <host>', 'only pages of this host (with its port, when it is not the usual one)');

/** The commands that look at what is kept, take it elsewhere, or drop it. */
export function addContentsCommands(cache: Command): void {
  withData(cache.command('stats').description('how much is kept, and of which hosts'))
    .option('--json', 'the same as JSON; sizes are bytes, times milliseconds since 1970')
    .action(async (options: { readonly json?: true }, command: Command) => {
      const report = await cacheStatistics(saidOf(command));
      if (options.json === true) console.log(JSON.stringify(report, null, 2));
      else for (const line of reportLines(report)) console.log(line);
    });
  withData(cache.command('ls').description('the pages that are kept'))
    .addOption(host())
    .option('--limit <count>', 'how many are listed', countArgument, 100)
    .action(async (options: { readonly host?: string; readonly limit: number }, command: Command) => {
      let left = options.limit;
      let cut = false;
      await eachCachedPage(saidOf(command), { host: options.host }, ({ fetchedAt, fetcher, size, url }) => {
        cut = left === 0;
        left -= 1;
        if (!cut) console.log(`${day(fetchedAt)}  ${fetcher.padEnd(8)}  ${bytes(size).padStart(8)}  ${url}`);
        return !cut;
      });
      if (left === options.limit)
        console.log(options.host === undefined ? 'nothing is kept' : `nothing of ${options.host} is kept`);
      if (cut) console.log(`(and more: --limit ${options.limit * 10})`);
    });
  withData(cache.command('export').description('writes pages into a folder, with a table that import --manifest reads'))
    .addOption(host())
    .requiredOption('--to <folder>', 'the folder')
    .action(async (options: { readonly host?: string; readonly to: string }, command: Command) => {
      const count = await exportPages(saidOf(command), { host: options.host }, options.to);
      console.log(`exported ${plural(count, 'page')} to ${options.to}/pages.csv`);
    });
  withData(cache.command('prune').description('drops pages, and gives their space back to the disk'))
    .addOption(host())
    .option('--older-than <duration>', 'only what was fetched before, for example 90d; imported pages stay', age)
    .option('--all', 'everything, imported pages too')
    .addHelpText(
      'after',
      `
Examples:
  npm run cache -- prune --older-than 90d
  npm run cache -- prune --host shop.example
  npm run cache -- prune --all`,
    )
    .action(prune);
}

type PruneOptions = { readonly host?: string; readonly olderThan?: number; readonly all?: true };

async function prune({ host: of, olderThan, all }: PruneOptions, command: Command): Promise<void> {
  const narrowed = of !== undefined || olderThan !== undefined;
  if (narrowed === (all === true)) {
    throw new PipelineError('config', 'cache prune needs --older-than, --host or both; or --all to drop everything');
  }
  const { pages, others, compacted } = await pruneCache(saidOf(command), { host: of, olderThan });
  const evidence = others === 0 ? '' : ` and ${plural(others, 'snapshot')}`;
  console.log(`dropped ${plural(pages, 'page')}${evidence}`);
  if (!compacted) console.log('a run is at work: prune again when it has ended, and their space goes back to the disk');
}

function withData(command: Command): Command {
  addSettingFlags(command, ['run.dataDirectory']);
  return command;
}

function reportLines(report: CacheReport): readonly string[] {
  const { pages, imported, absences, images, otherBlobs, answers, oldest, newest, hosts } = report;
  if (pages + absences + images + otherBlobs + answers === 0) return ['nothing is kept yet'];
  const share = `${((100 * report.size) / report.maxBytes).toFixed(1)} % of cache.maxBytes`;
  return [
    `${report.path}: ${bytes(report.size)} (${share}), ${bytes(report.uncompressed)} before compression`,
    `${plural(pages, 'page')}, ${imported} of them imported${span(oldest, newest)}`,
    `${plural(absences, 'page')} known not to exist, ${plural(images, 'picture')} looked at, ${plural(otherBlobs, 'snapshot')} of pages that were refused`,
    `${plural(answers, 'answer')} of models`,
    ...hosts.map(({ host: name, pages: count }) => `${String(count).padStart(9)}  ${name}`),
  ];
}

const span = (oldest: number | undefined, newest: number | undefined) =>
  oldest === undefined || newest === undefined ? '' : `, fetched ${day(oldest)} to ${day(newest)}`;

const day = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

function age(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) throw new InvalidArgumentError('Expected a duration such as 12h or 90d.');
  return milliseconds;
}
