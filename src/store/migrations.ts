/** Oldest first. A released one is never changed; a change is a new one at the end. */
export const migrations: readonly string[] = [
  `
  create table runs (
    number integer primary key,
    id text not null unique,
    pipeline text not null,
    state text not null,
    started_at integer not null,
    finished_at integer,
    configuration text not null,
    environment text not null,
    rows_read integer not null default 0,
    source_complete integer not null default 0
  ) strict;

  create table items (
    number integer primary key,
    run integer not null references runs (number),
    id text not null,
    key text not null,
    line integer not null,
    input text not null,
    state text not null default 'ready'
      check (state in ('ready', 'claimed', 'succeeded', 'failed', 'not_found', 'skipped')),
    ready_at integer not null default 0,
    deliveries integer not null default 0,
    round integer not null default 1,
    owner text,
    lease_until integer,
    trace_id text,
    settled_at integer
  ) strict;
  create unique index items_identity on items (run, id);
  create index items_state on items (run, state);
  create index items_ready on items (run, key, ready_at, number) where state = 'ready';
  create index items_claimed on items (run, owner) where state = 'claimed';

  create table frontier (
    run integer not null references runs (number),
    key text not null,
    ready_at integer not null,
    parked_until integer not null default 0,
    turn integer not null,
    primary key (run, key)
  ) strict, without rowid;
  create index frontier_turn on frontier (run, turn);

  create table set_aside (
    run integer not null references runs (number),
    line integer not null,
    kind text not null check (kind in ('invalid', 'duplicate')),
    reason text not null,
    primary key (run, line)
  ) strict, without rowid;

  create table facts (
    item integer not null references items (number),
    round integer not null,
    kind text not null,
    stage text not null,
    iteration integer not null,
    attempt integer not null,
    run integer not null,
    at integer not null,
    duration real not null,
    outcome text not null,
    attributes text not null,
    primary key (item, round, kind, stage, iteration, attempt)
  ) strict, without rowid;

  create table artifacts (
    item integer not null references items (number),
    stage text not null,
    iteration integer not null,
    schema text not null,
    artifact text not null,
    primary key (item, stage, iteration)
  ) strict, without rowid;

  create table records (
    item integer primary key references items (number),
    schema text not null,
    record text not null
  ) strict;

  create table failures (
    item integer primary key references items (number),
    category text not null,
    stage text not null,
    message text not null,
    details text not null
  ) strict;
  `,
  // Lines repeat when there are several files, and rows may share a line: a row's place in the source tells them
  // apart. Rows of before are numbered from 0, below the number of rows that their run has read.
  `
  alter table items add column source text;

  create table set_aside_by_position (
    run integer not null references runs (number),
    position integer not null,
    line integer not null,
    source text,
    kind text not null check (kind in ('invalid', 'duplicate')),
    reason text not null,
    item integer references items (number),
    input text,
    primary key (run, position)
  ) strict, without rowid;
  insert into set_aside_by_position (run, position, line, kind, reason)
    select run, row_number() over (partition by run order by line) - 1, line, kind, reason from set_aside;
  drop table set_aside;
  alter table set_aside_by_position rename to set_aside;
  create index set_aside_repeats on set_aside (item, position) where item is not null;
  `,
  `
  alter table runs add column project text not null default '';
  alter table runs add column usage text;
  alter table items add column trace_owner text;
  alter table items add column earlier_trace_id text;
  alter table facts add column events text;
  `,
  `
  create table totals (
    pipeline text not null,
    metric text not null,
    labels text not null,
    bucket text not null,
    count integer not null,
    sum real not null,
    trace text not null,
    value real not null,
    at integer not null,
    primary key (pipeline, metric, labels, bucket)
  ) strict, without rowid;

  create table shown (
    pipeline text not null,
    metric text not null,
    labels text not null,
    times integer not null,
    primary key (pipeline, metric, labels)
  ) strict, without rowid;
  `,
  `
  create table traces (
    number integer primary key,
    id text not null unique,
    run integer not null references runs (number),
    item integer references items (number),
    started_at integer not null,
    outcome text not null,
    reasons text not null,
    spans blob not null
  ) strict;
  create index traces_age on traces (started_at);
  `,
  `
  create table budget_accounts (
    key text primary key,
    spent integer not null default 0,
    uncertain integer not null default 0,
    reserved integer not null default 0
  ) strict, without rowid;

  create table budget_reservations (
    number integer primary key autoincrement,
    owner text not null,
    amount integer not null,
    accounts text not null,
    at integer not null
  ) strict;
  create index budget_reservations_owner on budget_reservations (owner);

  create table repricings (
    number integer primary key,
    run integer not null references runs (number),
    at integer not null,
    lines text not null
  ) strict;
  create index repricings_run on repricings (run);
  `,
  `
  alter table runs add column quality text;
  `,
  `
  create table declared_budgets (
    pipeline text primary key,
    run text not null,
    budgets text not null
  ) strict, without rowid;
  `,
  `
  alter table runs add column ended_by text;
  alter table runs add column active_at integer;
  alter table runs add column losses text;
  `,
  `
  -- Reservations are few, and each call makes and ends one: neither an index nor the sequence of their numbers is
  -- worth the pages that they cost.
  create table reservations (
    number integer primary key,
    owner text not null,
    amount integer not null,
    accounts text not null,
    at integer not null
  ) strict;
  insert into reservations select number, owner, amount, accounts, at from budget_reservations;
  drop table budget_reservations;
  alter table reservations rename to budget_reservations;
  `,
];
