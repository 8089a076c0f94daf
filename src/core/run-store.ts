import type { BudgetStore } from './budget.ts';
import type { Fact, PastAttempt } from './fact.ts';
import type { FailureCategory } from './failure.ts';
import type { Item } from './item.ts';
import type { Json } from './json.ts';
import type { Ledger } from './ledger.ts';
import type { FailureDetails } from './pipeline-error.ts';
import type { Repricing, StoredCall, Workload } from './run-costs.ts';
import type { RunUsage } from './run-usage.ts';
import type { StoredArtifact } from './stage.ts';
import type { TelemetryLosses } from './telemetry-loss.ts';

/** How an item ended. */
export type SettledOutcome = 'succeeded' | 'failed' | 'not_found' | 'skipped';

export type RunState = 'running' | 'stopped' | 'finished';

/** What a run was started with; enough to continue it. Holds no secret. */
export type RunHeader = {
  readonly id: string;
  readonly pipeline: string;
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly configuration: Json;
  /** Whose work it is, for the costs; empty when nobody said. */
  readonly project: string;
  /** Versions of program, runtime, schema, prompt, model. Nothing that identifies a person or a host. */
  readonly environment: Json;
};

export type StoredRun = RunHeader & {
  readonly state: RunState;
  readonly finishedAt: number | undefined;
  /** How many rows of the source have been read, and whether that is all of them. */
  readonly source: { readonly rowsRead: number; readonly complete: boolean };
  /** Over all its processes that came to their end; undefined before the first. */
  readonly usage: RunUsage | undefined;
  /** What its pipeline says of the worth of its records; undefined before it came to an end. */
  readonly quality?: Json | undefined;
};

/** Where a row stands: its line, from 1, and what the source calls the file, when it has more than one. */
export type SourcePlace = { readonly line: number; readonly source?: string | undefined };

/** A row of the source: an item, or the reason why it is none. */
export type SourceRow = SourcePlace &
  ({ readonly item: Item<Json>; readonly reason?: never } | { readonly item?: never; readonly reason: string });

/** Another row of the source that asked for the same item, as it was given. */
export type Repeat = SourcePlace & { readonly input: Json };

/** Rows read so far = the sum of all the others, always. */
export type RunCounts = Readonly<Record<SettledOutcome | 'rows' | 'invalid' | 'duplicate' | 'remaining', number>>;

/** Who holds items, and until when. Past `until` (milliseconds since the epoch) others may take them. */
export type Lease = { readonly owner: string; readonly until: number };

/** What is still to come. */
export type Outlook = {
  /** When the next item becomes ready (milliseconds since the epoch); undefined when none is waiting. */
  readonly nextReady: number | undefined;
  /** Items in somebody's hands. */
  readonly claimed: number;
};

/** An item handed out under a lease, with what is known of it from before. */
export type Claim = {
  readonly item: Item<Json>;
  readonly round: number;
  /** 32 hexadecimal digits: the trace that the owner began for the item before it parked it, else a new one. */
  readonly traceId: string;
  /** The trace of the item's earlier life: of another process, or of an earlier round. */
  readonly earlierTraceId: string | undefined;
  readonly history: readonly PastAttempt[];
  readonly artifacts: readonly StoredArtifact[];
};

export type StoredFailure = {
  readonly category: FailureCategory;
  readonly stage: string;
  readonly message: string;
  readonly details: FailureDetails;
};

export type Parking = {
  readonly item: Item<unknown>;
  /** Milliseconds since the Unix epoch. */
  readonly until: number;
  readonly scope: 'item' | 'key';
  readonly facts: readonly Fact[];
};

/** How an item ended, committed in one transaction with its facts. */
export type Settlement = {
  readonly item: string;
  readonly round: number;
  readonly traceId: string;
  readonly at: number;
  readonly facts: readonly Fact[];
} & (
  | { readonly outcome: 'succeeded'; readonly schema: string; readonly record: Json }
  | { readonly outcome: Exclude<SettledOutcome, 'succeeded'>; readonly failure: StoredFailure }
);

export type StoredRecord = SourcePlace & {
  readonly item: Item<Json>;
  readonly traceId: string;
  readonly record: Json;
  /** The further rows that asked for it, in the order of the source. */
  readonly repeats: readonly Repeat[];
};

export type FailedItem = SourcePlace & {
  readonly item: Item<Json>;
  readonly traceId: string;
  readonly outcome: Exclude<SettledOutcome, 'succeeded'>;
  readonly failure: StoredFailure;
  /** Attempts on record (fetches and model calls), over all rounds. */
  readonly attempts: number;
};

/** All that is on record of an item in its latest round. Times are milliseconds since the Unix epoch. */
export type ItemHistory = SourcePlace & {
  readonly item: Item<Json>;
  readonly state: SettledOutcome | 'ready' | 'claimed';
  /** Undefined when nobody has taken it up yet. */
  readonly traceId: string | undefined;
  readonly earlierTraceId: string | undefined;
  readonly round: number;
  readonly settledAt: number | undefined;
  /** In the order in which they began; those of all the processes that have worked on the round. */
  readonly facts: readonly Fact[];
  readonly failure: StoredFailure | undefined;
};

/** Which failures: those of one category, of one key, or both; all of them when nothing is said. */
export type FailureFilter = { readonly category?: FailureCategory | undefined; readonly key?: string | undefined };

export type SetAsideRow = SourcePlace & {
  readonly kind: 'invalid' | 'duplicate';
  /** Why the row is invalid, or the line that it repeats. */
  readonly reason: string;
};

/** Totals of facts: how often each (kind, stage, outcome) happened and how long it took, in milliseconds. */
export type FactTotal = Pick<Fact, 'kind' | 'stage' | 'outcome'> & {
  readonly count: number;
  readonly duration: number;
};

/** What the runs of a pipeline come to. */
export type RunFigures = {
  /** How many there are in each state. */
  readonly states: Readonly<Record<RunState, number>>;
  readonly latest:
    | {
        readonly startedAt: number;
        readonly counts: RunCounts;
        /** What ended it before its time. */
        readonly endedBy: FailureCategory | undefined;
      }
    | undefined;
  /** The one that came to its end last. */
  readonly finished: { readonly startedAt: number; readonly finishedAt: number } | undefined;
  /** Of the latest that has told it, and what could not be told of that one. */
  readonly usage: RunUsage | undefined;
  readonly losses: TelemetryLosses | undefined;
  /**
   * Milliseconds for which nothing has happened in a run that is under way although it had something to do: of the
   * one for which that is longest. A run that nobody leads any more counts until another begins.
   */
  readonly stalled: number;
};

/**
 * Remembers runs, and owns their frontier: which items are ready, who works on them, how they ended.
 * Safe for several processes. Every method is atomic; what a promise has resolved for is durable.
 *
 * @throws PipelineError `store` when the store cannot be read or written.
 */
export interface RunStore extends Ledger {
  begin(run: RunHeader): Promise<void>;
  /** The given run, or the latest one. */
  find(run?: string): Promise<StoredRun | undefined>;
  list(limit: number): Promise<readonly StoredRun[]>;
  /** Stores the run's state, when it came to it, and what ended it before its time. */
  mark(run: string, state: RunState, at: number, endedBy?: FailureCategory): Promise<void>;
  /** Adds what a process has used: CPU time is summed up, of memory the most counts. */
  addUsage(run: string, usage: RunUsage): Promise<void>;
  /** Adds what could not be told of it. */
  addLosses(run: string, losses: TelemetryLosses): Promise<void>;
  /** Takes the place of what was kept before. */
  keepQuality(run: string, quality: Json): Promise<void>;

  /**
   * Adds the source's rows that follow its first `from`, in order. A row whose item the run has already is a
   * duplicate: it is set aside, and its input kept as one of the item's repeats. False, and nothing is written, when another process has added rows since.
   */
  enqueue(run: string, from: number, rows: readonly SourceRow[], complete: boolean): Promise<boolean>;
  /** Hands out ready items, keys in turn, never more than `limit`. */
  claim(run: string, limit: number, lease: Lease, now: number): Promise<readonly Claim[]>;
  /** Extends the lease of everything that the owner holds. */
  renew(run: string, lease: Lease): Promise<void>;
  /** Puts an item back until the given time; with scope `key` everything of its key waits. */
  park(run: string, parking: Parking, owner: string): Promise<void>;
  /** Gives items back unharmed: all that the owner holds. */
  release(run: string, owner: string): Promise<void>;
  /** Frees what dead owners held. `isAlive` is asked once an owner. */
  reclaim(run: string, now: number, isAlive: (owner: string) => Promise<boolean>): Promise<number>;
  /** Gives every failed and skipped item a new round. The number of items. */
  reopen(run: string): Promise<number>;
  outlook(run: string): Promise<Outlook>;

  record(run: string, facts: readonly Fact[]): Promise<void>;
  /** Stores a stage's result, together with the facts of how it came about. */
  checkpoint(run: string, item: string, artifact: StoredArtifact, facts: readonly Fact[]): Promise<void>;
  /** False, and nothing is written, when the owner no longer holds the item. */
  settle(run: string, settlement: Settlement, owner: string): Promise<boolean>;

  counts(run: string): Promise<RunCounts>;
  /** Of the latest runs of a pipeline, the latest first. */
  workloads(pipeline: string, limit: number): Promise<readonly Workload[]>;
  factTotals(run: string): Promise<readonly FactTotal[]>;
  /** @param now milliseconds since the Unix epoch. */
  figures(pipeline: string, now: number): Promise<RunFigures>;
  /** In the order of the source; with `items`, those items' records, in the order in which they are named. */
  records(run: string, items?: readonly string[]): AsyncIterable<StoredRecord>;
  failures(run: string, filter?: FailureFilter): AsyncIterable<FailedItem>;
  setAside(run: string): AsyncIterable<SetAsideRow>;
  /** Undefined when the run has no such item. */
  history(run: string, item: string): Promise<ItemHistory | undefined>;
  /** The item that has, or had before, the trace; in whichever run. */
  itemOfTrace(traceId: string): Promise<{ readonly run: string; readonly item: string } | undefined>;
  /** The first items of the run, in the order of the source. */
  items(run: string, limit: number): Promise<readonly Item<Json>[]>;

  /** Every call of a model, in all rounds. */
  calls(run: string): AsyncIterable<StoredCall>;
  keepRepricing(run: string, repricing: Repricing): Promise<void>;
  /** The earliest first. */
  repricings(run: string): Promise<readonly Repricing[]>;

  /** The accounts of all runs together. */
  readonly budgets: BudgetStore;

  close(): Promise<void>;
}
