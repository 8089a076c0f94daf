import { join, resolve } from 'node:path';
import { telemetryEndpoint } from '#config/telemetry-endpoint.ts';
import { toPipelineError } from '#core/pipeline-error.ts';
import { inspectConfiguration, type Said, type ShownSetting } from '../configure.ts';
import type { Settings } from '../settings.ts';
import type { SourceRow } from '#core/run-store.ts';
import { demonstrationHosts } from '../demonstration.ts';
import { inputFiles } from '../input-files.ts';
import { waysOut } from '../network.ts';
import { fileSource } from '../source.ts';
import { ownersFolder } from '../workspace.ts';
import { checkConfiguration } from './configuration.ts';
import { checkDataDirectory } from './data-directory.ts';
import { checkDatabases } from './databases.ts';
import { checkDiskSpace } from './disk-space.ts';
import { checkFetchers } from './fetchers.ts';
import type { Finding } from './finding.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { checkModel } from './model.ts';
import { checkNode } from './node-version.ts';
import { checkOwners } from './owners.ts';
import { checkPorts } from './ports.ts';
import { checkSites } from './sites.ts';
import { checkTelemetry } from './telemetry.ts';

export type { Finding } from './finding.ts';
export type { ShownSetting } from '../configure.ts';

/** Everything that is looked at, in the order in which it is told. */
export type Examination = {
  /** The settings that are in force, with secrets left out. */
  readonly shown: readonly ShownSetting[];
  /** Told as they are found: some take seconds. */
  readonly findings: AsyncIterable<Finding>;
};

/** Looks at everything that a run with these words would depend on, and changes nothing. */
export function examine(said: Said): Examination {
  const { complaints, shown, settings } = inspectConfiguration(said);
  return { shown, findings: findings(settings, complaints) };
}

type Check = () => Finding | readonly Finding[] | Promise<Finding | readonly Finding[]>;

async function* findings(settings: Settings, complaints: readonly string[]): AsyncGenerator<Finding> {
  const directory = resolve(settings.run.dataDirectory);
  const checks: readonly (readonly [name: string, check: Check])[] = [
    ['Node', () => checkNode(process.versions.node)],
    ['configuration', () => checkConfiguration(complaints)],
    ['data directory', () => checkDataDirectory(directory)],
    ['disk space', () => checkDiskSpace(directory)],
    ['databases', () => checkDatabases(directory)],
    ['dead processes', () => checkOwners(join(directory, ownersFolder))],
    ['fetchers', () => checkFetchers(settings)],
    ['model', () => checkModel(settings)],
    ['input', async () => checkInput(settings)],
    ['telemetry', () => checkTelemetry(telemetryEndpoint())],
    ['ports', () => checkPorts(settings)],
  ];
  for (const [name, check] of checks) yield* await attempt(name, check);
}

async function checkInput(settings: Settings): Promise<readonly Finding[]> {
  const { input } = settings.run;
  if (input === undefined) return [];
  const { dial } = waysOut(settings, await demonstrationHosts(settings, undefined));
  return checkSites(() => sourceOfInput(input, settings), guardedFetch(dial));
}

async function sourceOfInput(words: readonly string[], { run, input }: Settings): Promise<AsyncIterable<SourceRow>> {
  return fileSource(await inputFiles(words), { ...input, urlColumn: run.urlColumn });
}

/** A check that cannot even be made has found something too. */
async function attempt(name: string, check: Check): Promise<readonly Finding[]> {
  try {
    return [await check()].flat();
  } catch (error) {
    const { category, message, advice } = toPipelineError(error);
    if (category === 'internal') throw error;
    return [{ name, state: 'problem', found: message, mend: advice }];
  }
}
