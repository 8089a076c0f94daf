import { conventions } from './conventions.ts';
import { attribute, duration, isNot, kind, one, outcome, present, stage } from './derivation.ts';
import { closed, counter, gauge, histogram, type Label, type Metric } from './metric.ts';

const { errorType } = conventions;

/** Seconds. From a stage that does next to nothing to an item that waited for its host several times. */
const durations = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] as const;

const outcomes = closed(['succeeded', 'failed', 'not_found', 'skipped'], 'how the item ended');

/** What is true of every pipeline: items, stages, retries, runs and the process. */
export function engineMetrics(labels: {
  readonly stages: readonly string[];
  readonly categories: readonly string[];
  /** The kinds of facts that are attempts. */
  readonly attempts: readonly string[];
  /** The categories that end a run. */
  readonly endings: readonly string[];
  /** What is told of runs and can get lost. */
  readonly signals: readonly string[];
}): readonly Metric[] {
  const category: Label = closed(labels.categories, 'the category of the failure (docs/failures.md)');
  const stages = closed(labels.stages, 'the stage');
  return [
    counter({
      name: 'specbook.items',
      unit: '{item}',
      help: 'Items settled, by how they ended. An item that a resumed run takes up again is settled again.',
      labels: { outcome: outcomes },
      from: [{ fact: 'settlement', where: [], value: one, labels: { outcome: attribute('outcome') } }],
    }),
    counter({
      name: 'specbook.failures',
      unit: '{item}',
      help: 'Items that gave no record, by the category of what went wrong. Pages that do not exist are among them.',
      labels: { [errorType]: category },
      from: [{ fact: 'settlement', where: [isNot(outcome, 'ok')], value: one, labels: { [errorType]: outcome } }],
    }),
    histogram({
      name: 'specbook.item.duration',
      unit: 's',
      help: 'From when an item was last taken up until it settled.',
      labels: { outcome: outcomes },
      buckets: durations,
      from: [{ fact: 'settlement', where: [], value: duration, labels: { outcome: attribute('outcome') } }],
    }),
    histogram({
      name: 'specbook.stage.duration',
      unit: 's',
      help: 'One run of a stage, whichever way it ended, retries and waits in place included.',
      labels: { stage: stages },
      buckets: durations,
      from: [{ fact: 'stage', where: [], value: duration, labels: { stage } }],
    }),
    counter({
      name: 'specbook.retries',
      unit: '{attempt}',
      help: 'Attempts that repeated one that had failed, by what had gone wrong.',
      labels: { operation: closed(labels.attempts, 'the kind of the attempt'), [errorType]: category },
      from: labels.attempts.map((fact) => ({
        fact,
        where: [present('retry')],
        value: one,
        labels: { operation: kind, [errorType]: attribute('retry_reason') },
      })),
    }),
    ...runGauges,
    aborted(labels.endings),
    ...scheduleGauges,
    lost(labels.signals),
    ...processGauges,
  ];
}

/** Of the store: what runs came to. */
const runGauges: readonly Metric[] = [
  gauge({
    name: 'specbook.runs',
    unit: '{run}',
    help: 'Runs that the store knows, by their state.',
    labels: { state: closed(['running', 'stopped', 'finished'], 'the state of the run') },
    of: 'store',
  }),
  gauge({
    name: 'specbook.run.last.items',
    unit: '{item}',
    help: 'Rows of the latest run, by what has become of them so far; `remaining` is what is left to do.',
    labels: {
      outcome: closed(
        ['succeeded', 'failed', 'not_found', 'skipped', 'invalid', 'duplicate', 'remaining'],
        'what became of the row',
      ),
    },
    of: 'store',
  }),
  gauge({
    name: 'specbook.run.last.start_time',
    unit: 's',
    help: 'When the latest run began, in seconds since the Unix epoch.',
    of: 'store',
  }),
  gauge({
    name: 'specbook.run.last.duration',
    unit: 's',
    help: 'From the beginning of the latest run that came to its end to that end.',
    of: 'store',
  }),
  gauge({
    name: 'specbook.run.last_success_time',
    unit: 's',
    help: 'When a run last came to its end, in seconds since the Unix epoch. Absent before the first.',
    of: 'store',
  }),
  gauge({
    name: 'specbook.run.last.cpu_time',
    unit: 's',
    help: 'CPU time of the latest run that reported it, over all its processes.',
    of: 'store',
  }),
  gauge({
    name: 'specbook.run.last.peak_memory',
    unit: 'By',
    help: 'The most memory that a process of that run had resident.',
    of: 'store',
  }),
];

const aborted = (categories: readonly string[]): Metric =>
  gauge({
    name: 'specbook.run.last.aborted',
    unit: '{run}',
    help: 'What ended the latest run before its time: 1 for the category of that failure, 0 for every other.',
    labels: { [errorType]: closed(categories, 'a category that ends the run (docs/failures.md)') },
    of: 'store',
  });

const lost = (signals: readonly string[]): Metric =>
  gauge({
    name: 'specbook.run.last.telemetry_dropped',
    unit: '{item}',
    help: 'What could not be told of the latest run that came to an end: traces not kept, spans and metrics not delivered, lines of the log not written. Of metrics, exports.',
    labels: { signal: closed(signals, 'what was lost') },
    of: 'store',
  });

/** Whether runs get on, and come when they should. */
const scheduleGauges: readonly Metric[] = [
  gauge({
    name: 'specbook.run.stalled',
    unit: 's',
    help: 'For how long nothing has happened in a run that is under way although it had something to do; of several, the longest. 0 when all is well.',
    of: 'store',
  }),
  gauge({
    name: 'specbook.run.cadence',
    unit: 's',
    help: 'How often a run is to come to its end (serve.cadence). Absent when nothing is said.',
    of: 'store',
  }),
  gauge({
    name: 'specbook.run.due_time',
    unit: 's',
    help: 'When the next run is to have come to its end, by the cadence: so long after the last that did or, before the first, after the service began. In seconds since the Unix epoch; absent without a cadence.',
    of: 'store',
  }),
];

/** Of the process that a run is in; gone when it ends. */
const processGauges: readonly Metric[] = [
  gauge({
    name: 'specbook.items.in_flight',
    unit: '{item}',
    help: 'Items under way in this process.',
    of: 'process',
  }),
  gauge({
    name: 'specbook.queue.items',
    unit: '{item}',
    help: 'Items that are not settled, as far as the input has been read.',
    of: 'process',
  }),
  gauge({
    name: 'specbook.hosts.waiting',
    unit: '{host}',
    help: 'Hosts that are left alone for now because they asked for it.',
    of: 'process',
  }),
  gauge({
    name: conventions.eventLoopDelay,
    unit: 's',
    help: 'How late the event loop was in 99 of 100 cases since the last look.',
    of: 'process',
  }),
  gauge({
    name: conventions.processMemory,
    unit: 'By',
    help: 'Memory that the process has resident.',
    of: 'process',
  }),
  gauge({
    name: conventions.processCpuTime,
    unit: 's',
    help: 'CPU time that the process has used so far.',
    of: 'process',
  }),
];
