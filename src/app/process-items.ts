import type { Fact } from '#core/fact.ts';
import type { Notice, Watch } from '#core/notice.ts';
import { factsOnly, type Observer } from '#core/observer.ts';
import { observers } from '#core/observers.ts';
import { type PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import { factRecorder } from '#engine/fact-recorder.ts';
import { runPipeline } from '#engine/run-pipeline.ts';
import { type LimiterPools } from '#llm/limiter/pools.ts';
import { type Owner } from '#store/owner.ts';
import type { Telemetry } from '#telemetry/telemetry.ts';
import { type Budgets, budgetsOf } from '#llm/budget/budgets.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { composeSpecbook } from './compose.ts';
import { declaredBudgets } from './costs.ts';
import { type Network, openNetwork } from './network.ts';

import { itemEvents } from './run-events.ts';
import { systemClock, systemRandom } from './system.ts';
import { countFact, countNotice } from './tally.ts';
import type { Execution } from './execution.ts';

/** What ended the run before its time, if anything did. */
export async function processItems(
  execution: Execution,
  owner: Owner,
  telemetry: Telemetry,
  limiters: LimiterPools,
): Promise<PipelineError | undefined> {
  const { run, settings, workspace, source, drain, stop } = execution;
  const { store } = workspace;
  const recorder = factRecorder(run, store);
  const { observer: counter, watch } = counting(execution);
  const observer = observers(recorder, counter, telemetry.observer);
  let network: Network | undefined;
  try {
    const { credentials, exempt, model, prompt, schema, costs } = execution;
    network = await openNetwork(settings, { exempt, credentials });
    await store.budgets.reclaim(owner.isAlive);
    await store.budgets.declare(specbookCatalogue.pipeline, { run, budgets: declaredBudgets(settings) });
    const money = { prices: costs.prices, budgets: budgetsFor(execution, owner) };
    const { commit: commitFacts } = recorder;
    const chosen = { network, model, prompt, schema };
    const around = { ...workspace, ...money, ...chosen, clock: systemClock, observer, commitFacts, limiters };
    const pipeline = composeSpecbook(settings, around);
    await store.mark(run, 'running', systemClock.now());
    await store.reclaim(run, systemClock.now(), owner.isAlive);
    const alreadyRead = (await store.find(run))?.source.rowsRead ?? 0;
    const { concurrency } = settings.run;
    const order = { run, source, alreadyRead, concurrency, drain, stop };
    await runPipeline(pipeline, order, {
      store,
      clock: systemClock,
      random: systemRandom,
      owner: owner.name,
      isAlive: owner.isAlive,
      observer,
      recorder,
      watch: (notice) => {
        watch(notice);
        telemetry.watch(notice);
      },
    });
    return undefined;
  } catch (error) {
    return toPipelineError(error);
  } finally {
    await network?.close();
    await limiters.idle();
    // What this process still holds is of calls that were cut off.
    await store.budgets.reclaim(async (name) => name !== owner.name && owner.isAlive(name));
    owner.release();
  }
}

/** Keeps in the tally how much is gone, and tells of warnings. */
function budgetsFor({ run, costs, workspace, tally, tell }: Execution, owner: Owner): Budgets {
  return budgetsOf({
    run,
    owner: owner.name,
    isAlive: owner.isAlive,
    tags: costs.tags,
    limits: costs.limits,
    store: workspace.store.budgets,
    changed: (states) => {
      tally.budgets = states;
    },
    warned: (state) => tell({ kind: 'budget_warning', state }),
  });
}

/** Keeps the tally, and tells of items. */
function counting({ tally, tell }: Execution): { readonly observer: Observer; readonly watch: Watch } {
  const items = itemEvents(tell);
  const fact = (happened: Fact) => {
    countFact(tally, happened);
    items.fact(happened);
  };
  const watch = (notice: Notice) => {
    countNotice(tally, notice);
    items.notice(notice);
  };
  return { observer: { around: factsOnly, fact }, watch };
}
