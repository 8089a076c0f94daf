import { monitorEventLoopDelay } from 'node:perf_hooks';
import { conventions } from '#catalogue/conventions.ts';
import type { LabelSet } from './series-limits.ts';
import type { BudgetFigure } from './store-gauges.ts';

/** What only whoever runs the pipeline knows of the process, at the moment. */
export type ProcessState = {
  /** Items under way. */
  inFlight(): number;
  /** Items that are not settled, as far as the input has been read. */
  queued(): Promise<number>;
  /** Hosts that are left alone for now. */
  hostsWaiting(): number;
  /** What is left of the limits of models. */
  limits(): readonly { readonly model: string; readonly limit: string; readonly headroom: number }[];
  budgets(): readonly BudgetFigure[];
};

export type Reading = { readonly value: number; readonly labels: LabelSet };

/** Who tells the gauges of a process, by their names in the catalogue. */
export type ReadingSources = {
  readonly sources: Readonly<Record<string, () => readonly Reading[] | Promise<readonly Reading[]>>>;
  close(): void;
};

/** Milliseconds between two looks at how late the event loop is. */
const resolution = 20;

export function processReadings(state: ProcessState): ReadingSources {
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  const model = conventions.genAiRequestModel;
  return {
    sources: {
      'specbook.items.in_flight': () => alone(state.inFlight()),
      'specbook.queue.items': async () => alone(await state.queued()),
      'specbook.hosts.waiting': () => alone(state.hostsWaiting()),
      'specbook.limiter.headroom': () =>
        state
          .limits()
          .map(({ headroom, ...of }) => ({ value: headroom, labels: { [model]: of.model, limit: of.limit } })),
      'specbook.budget.limit.usd': () =>
        state
          .budgets()
          .flatMap(({ budget, limit }) => (limit === undefined ? [] : [{ value: limit, labels: { budget } }])),
      'specbook.budget.spent.usd': () =>
        state.budgets().map(({ budget, spent }) => ({ value: spent, labels: { budget } })),
      [conventions.eventLoopDelay]: () => {
        const late = delay.percentile(99) / 1e9;
        delay.reset();
        return alone(late);
      },
      [conventions.processMemory]: () => alone(process.memoryUsage.rss()),
      [conventions.processCpuTime]: () => {
        const { user, system } = process.cpuUsage();
        return alone((user + system) / 1e6);
      },
    },
    close: () => delay.disable(),
  };
}

const alone = (value: number): readonly Reading[] => [{ value, labels: {} }];
