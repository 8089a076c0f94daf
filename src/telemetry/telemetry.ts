import type { Clock } from '#core/clock.ts';
import type { Attributes } from '#core/fact.ts';
import type { Item } from '#core/item.ts';
import type { Watch } from '#core/notice.ts';
import type { Observer } from '#core/observer.ts';
import type { Measure } from '#core/measurement.ts';
import type { PipelineError } from '#core/pipeline-error.ts';
import type { RunCounts, RunState } from '#core/run-store.ts';
import type { CatalogueSlice } from '#catalogue/slice.ts';
import type { TelemetryLoss } from '#core/telemetry-loss.ts';
import type { TraceStore } from '#core/trace.ts';
import type { KeepPolicy } from './reasons-to-keep.ts';
import type { LogSettings } from './log-settings.ts';
import type { ProcessState } from './process-readings.ts';

/** What is told of a run to whoever looks after it. Nothing in here delays the work or makes it fail. */
export type Telemetry = {
  readonly observer: Observer;
  readonly watch: Watch;
  /**
   * Lets go of everything within the time that telemetry may take at the end of a run. Never rejects.
   *
   * @param ending undefined when the process could not lead the run to an end that it knows of.
   */
  close(ending: RunEnding | undefined): Promise<void>;
};

/** How a run came to its end in this process. */
export type RunEnding = {
  readonly state: RunState;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** Of the whole run, over all its processes. */
  readonly counts: RunCounts;
  readonly failure: PipelineError | undefined;
  /** What somebody should look into, although the run came to its end. */
  readonly alarms?: readonly Alarm[];
  /** What it took, by the names of `runSpan`. */
  readonly usage?: Attributes;
};

export type Alarm = { readonly level: 'warn' | 'error'; readonly message: string; readonly attributes: Attributes };

export type TelemetryOrder = {
  readonly run: {
    readonly id: string;
    readonly pipeline: string;
    readonly project: string;
    /** The name of this process as an owner of items. */
    readonly owner: string;
    /** When this process took it up: milliseconds since the Unix epoch. */
    readonly startedAt: number;
  };
  readonly slices: readonly CatalogueSlice[];
  /** What their facts add to the metrics. */
  readonly measure: Measure;
  readonly version: string;
  readonly clock: Clock;
  /** What may be said of an item on its spans and in logs, by the names of `commonAttributes`; without secrets. */
  describe(item: Item<unknown>): Attributes;
  readonly log: LogSettings;
  /** For the gauges of the process. */
  readonly process: ProcessState;
  readonly traces: {
    readonly policy: KeepPolicy;
    readonly store: TraceStore;
    /** Milliseconds after which a kept trace is forgotten, and the bytes that all of them may take. */
    readonly keepFor: number;
    readonly mostBytes: number;
  };
  readonly warn: Warn;
};

/** Told what a person should know: what could not be set up and, at the end, that telemetry was lost, and how much. */
export type Warn = (message: string, loss?: TelemetryLoss) => void;

/** The variables that OpenTelemetry defines are read from it. */
export type Environment = Readonly<Record<string, string | undefined>>;
