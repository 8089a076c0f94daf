import { join } from 'node:path';
import { composeModels } from '#app/compose-models.ts';
import { configure } from '#app/configure.ts';
import { costsOf } from '#app/costs.ts';
import { chooseModel } from '#app/model-choice.ts';
import { systemClock, systemRandom } from '#app/system.ts';
import { openWorkspace } from '#app/workspace.ts';
import { Park } from '#core/park.ts';
import type { StageContext } from '#core/stage.ts';
import { factRecorder } from '#engine/fact-recorder.ts';
import { budgetsOf } from '#llm/budget/budgets.ts';
import type { LanguageModel } from '#llm/language-model.ts';
import { limiterPools } from '#llm/limiter/pools.ts';
import { becomeOwner } from '#store/owner.ts';

/** A model with all that a run puts around it, and the items whose calls are to be made. */
export type ComposedModel = {
  readonly model: LanguageModel;
  /** Puts an item into the run, as reading the list does. */
  enqueue(number: number): Promise<StageContext>;
  close(): Promise<void>;
};

const run = 'bench';

/**
 * What `compose-models.ts` composes, over the stores of a data directory: answer cache, redaction, shortening,
 * fallback, retries, limits (of which there are some, never reached), a budget with a maximum, prices and facts.
 */
export async function composedModel(name: string, baseUrl: string, directory: string): Promise<ComposedModel> {
  const given = {
    'model.name': name,
    'model.baseUrl': baseUrl,
    'model.apiKey': 'bench',
    'model.limits': { rpm: 1_000_000, tpm: 10_000_000_000 },
    'prices.models': { [name]: { input: 0.1, output: 0.4 } },
    'budget.maxPerRun': 1_000,
  };
  const flags = new Map(Object.entries(given).map(([key, value]) => [key, { value, origin: 'bench' }] as const));
  const { configuration: settings } = configure({ flags, file: undefined });
  const choice = chooseModel(settings, undefined);
  if (choice.kind === 'none') throw new Error(choice.reason);
  const workspace = openWorkspace(directory);
  const { store, cache } = workspace;
  await store.begin({ id: run, pipeline: run, project: '', startedAt: 0, configuration: {}, environment: {} });
  const owner = becomeOwner(join(directory, 'owners'), systemRandom.hexadecimal(8));
  const recorder = factRecorder(run, store);
  const { prices, tags, limits } = costsOf(settings, choice, systemClock.now());
  const budgets = budgetsOf({ run, owner: owner.name, isAlive: owner.isAlive, tags, limits, store: store.budgets });
  const limiters = limiterPools({
    documents: workspace.limits,
    clock: systemClock,
    owner,
    longestWait: 90_000,
    patience: 900_000,
  });
  const retries = { retries: 3, base: 500, cap: 30_000, patience: 900_000, longestWaitInPlace: 5_000 };
  const around = { cache, observer: recorder, commitFacts: recorder.commit, prices, budgets, limiters };
  const model = composeModels(settings, choice, retries, around)(name);
  return {
    model,
    enqueue: async (number) => {
      const item = { id: `item-${number}`, key: 'shop.test', input: '' };
      await store.enqueue(run, number, [{ line: number, item }], false);
      return contextOf(item);
    },
    close: async () => {
      await limiters.idle();
      owner.release();
      await workspace.close();
    },
  };
}

function contextOf(item: StageContext['item']): StageContext {
  return {
    run,
    item,
    traceId: '0af7651916cd43dd8448eb211c80319c',
    round: 1,
    stage: 'llm_extraction',
    iteration: 1,
    attempt: 1,
    history: [],
    numbers: new Map(),
    artifacts: [],
    signal: new AbortController().signal,
    clock: systemClock,
    random: systemRandom,
    note: () => undefined,
    event: () => undefined,
    park: (until) => {
      throw new Park(until.getTime(), 'item');
    },
  };
}
