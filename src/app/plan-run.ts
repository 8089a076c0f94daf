import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PipelineError } from '#core/pipeline-error.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { configure, type Said } from './configure.ts';
import { costsOf } from './costs.ts';
import type { StoredConfiguration } from './execute-run.ts';
import { findRun } from './find-run.ts';
import { type InputFile, inputFiles } from './input-files.ts';
import { chooseModel, type ModelChoice } from './model-choice.ts';
import { lookAhead, type Money } from './prospect.ts';
import { sourceOf } from './run-source.ts';
import type { Settings } from './settings.ts';
import { standardInput } from './standard-input.ts';
import type { Resume } from './start-run.ts';
import { systemClock } from './system.ts';
import { runsFile } from './workspace.ts';

/** What a run would take, without one. */
export type Plan = Money & { readonly model: ModelChoice; readonly settings: Settings };

/**
 * Looks at what a run would take: reads its input and earlier runs, asks nobody and writes nothing.
 *
 * @throws PipelineError `config` as a run would; also for standard input, which would be read up.
 */
export async function planRun({ said, resume }: { said: Said; resume: Resume | undefined }): Promise<Plan> {
  const first = configure(said);
  const directory = resolve(first.configuration.run.dataDirectory);
  const file = join(directory, runsFile);
  const store = sqliteRunStore(existsSync(file) ? file : ':memory:');
  try {
    const earlier =
      resume === undefined
        ? undefined
        : await findRun({ store, traces: store.traces, directory }, resume === 'latest' ? undefined : resume);
    const stored = earlier?.configuration as StoredConfiguration | undefined;
    const { configuration: settings } =
      earlier === undefined || stored === undefined
        ? first
        : configure(said, { run: earlier.id, values: stored.settings });
    const demonstration = stored?.demonstration ?? settings.run.input === undefined;
    const model = chooseModel(settings, demonstration ? `http://127.0.0.1:${settings.demo.modelPort}/v1` : undefined);
    const shop = demonstration ? `http://127.0.0.1:${settings.demo.port}` : undefined;
    const costs = costsOf(settings, model, systemClock.now());
    const counts = earlier === undefined ? undefined : await store.counts(earlier.id);
    const reopened = earlier?.state === 'finished' && counts !== undefined ? counts.failed + counts.skipped : 0;
    const rows =
      earlier?.source.complete === true
        ? undefined
        : await sourceOf(settings, await filesOf(settings, demonstration), shop, earlier);
    const run = earlier?.id ?? '';
    const money = await lookAhead({ settings, model, costs, store, run, rows, earlier, reopened, mostRows: Infinity });
    return { settings, model, ...money };
  } finally {
    await store.close();
  }
}

async function filesOf({ run: { input = [] } }: Settings, demonstration: boolean): Promise<readonly InputFile[]> {
  if (input.includes(standardInput)) {
    throw new PipelineError('config', '--dry-run: standard input can be read only once; save it as a file first');
  }
  return demonstration ? [] : inputFiles(input);
}
