import type { Generated } from 'kysely';

/** Integers are JavaScript numbers; times are milliseconds since the Unix epoch; JSON is text. */
export type RunTables = {
  runs: {
    number: Generated<number>;
    id: string;
    pipeline: string;
    state: string;
    started_at: number;
    finished_at: number | null;
    configuration: string;
    environment: string;
    project: Generated<string>;
    /** CPU seconds and memory of the processes that worked on it, as JSON; null until one of them came to its end. */
    usage: string | null;
    /** What the records are worth, as JSON; null until it came to an end. */
    quality: string | null;
    /** The category of what ended it before its time; null when nothing did. */
    ended_by: string | null;
    /** When something last happened in it. */
    active_at: number | null;
    /** How much could not be told of it, by signal, as JSON. */
    losses: string | null;
    rows_read: Generated<number>;
    source_complete: Generated<number>;
  };
  /** `number` grows in the order of the source. */
  items: {
    number: Generated<number>;
    run: number;
    id: string;
    key: string;
    line: number;
    source: string | null;
    input: string;
    state: Generated<string>;
    ready_at: Generated<number>;
    deliveries: Generated<number>;
    round: Generated<number>;
    owner: string | null;
    lease_until: number | null;
    trace_id: string | null;
    /** Who began the trace and has not ended it. */
    trace_owner: string | null;
    /** The trace before that one, of another owner or round. */
    earlier_trace_id: string | null;
    settled_at: number | null;
  };
  /** One row a key that has items which are ready, now or later, or that is parked. */
  frontier: { run: number; key: string; ready_at: number; parked_until: number; turn: number };
  /** Rows of the source that became no item. `position` counts the source's rows, over all its files, from 0. */
  set_aside: {
    run: number;
    position: number;
    line: number;
    source: string | null;
    kind: string;
    reason: string;
    /** Of a duplicate: the item that it repeats, and its own input. */
    item: number | null;
    input: string | null;
  };
  facts: {
    item: number;
    round: number;
    kind: string;
    stage: string;
    iteration: number;
    attempt: number;
    run: number;
    at: number;
    duration: number;
    outcome: string;
    attributes: string;
    events: string | null;
  };
  /** Traces that are kept; `item` is null for the one of a run itself. `spans` is JSON, compressed with zstd. */
  traces: {
    number: Generated<number>;
    id: string;
    run: number;
    item: number | null;
    started_at: number;
    outcome: string;
    /** Words, set apart by spaces. */
    reasons: string;
    spans: Uint8Array;
  };
  artifacts: { item: number; stage: string; iteration: number; schema: string; artifact: string };
  records: { item: number; schema: string; record: string };
  failures: { item: number; category: string; stage: string; message: string; details: string };
  /** The ledger: what all facts come to. `trace`, `value` and `at` are of the latest. */
  totals: {
    pipeline: string;
    metric: string;
    labels: string;
    /** A histogram's upper bound as text, `Infinity` for the last; empty for a counter. */
    bucket: string;
    count: number;
    /** Whole numbers are exact up to 2^53: of nano-dollars, that is nine million dollars. */
    sum: number;
    trace: string;
    value: number;
    at: number;
  };
  /** Series of the ledger that whoever collects them has seen, and how often. */
  shown: { pipeline: string; metric: string; labels: string; times: number };
  /** Money in nano-dollars. */
  budget_accounts: { key: string; spent: number; uncertain: number; reserved: number };
  /** Money set aside for calls under way; `accounts` are the keys that it is set aside in. */
  budget_reservations: { number: Generated<number>; owner: string; amount: number; accounts: string; at: number };
  /** As JSON. */
  declared_budgets: { pipeline: string; run: string; budgets: string };
  repricings: { number: Generated<number>; run: number; at: number; lines: string };
};
