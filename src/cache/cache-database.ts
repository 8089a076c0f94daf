import type { DatabaseSync } from 'node:sqlite';
import type { Kysely } from 'kysely';
import { openFile, queryBuilder } from '#sqlite/database.ts';
import { groupCommit, type GroupCommit } from '#sqlite/group-commit.ts';

/** Integers are JavaScript numbers; times are milliseconds since the Unix epoch; JSON is text. */
export type CacheTables = {
  /** Bytes by their SHA-256, compressed with zstd. `size` is that of the bytes before. */
  blobs: { address: string; size: number; content: Uint8Array; stored_at: number };
  /** The latest good page of each normalised URL. */
  pages: {
    url: string;
    final_url: string;
    status: number;
    headers: string;
    body: string;
    fetched_at: number;
    fetcher: string;
    /** To the day. */
    used_at: number;
  };
  /** URLs at which there is no page. */
  absences: { url: string; category: string; message: string; at: number };
  /** What became of checking that an image is one. */
  images: { url: string; verdict: string; checked_at: number };
  /** The same of spec sheets, manuals and drawings. */
  documents: { url: string; verdict: string; checked_at: number };
  /** What models answered. `key` is a hash of all that it depends on; `result` is JSON, with usage and cost. */
  answers: {
    key: string;
    provider: string;
    model: string;
    parameters: string;
    prompt: string;
    document: string;
    schema: string;
    repeat: number;
    result: string;
    run: string;
    item: string;
    answered_at: number;
  };
};

/** Oldest first. A released one is never changed; a change is a new one at the end. */
export const cacheMigrations: readonly string[] = [
  `
  create table blobs (
    address text primary key,
    size integer not null,
    content blob not null
  ) strict;
  create table pages (
    url text primary key,
    final_url text not null,
    status integer not null,
    headers text not null,
    body text not null references blobs (address),
    fetched_at integer not null,
    fetcher text not null
  ) strict, without rowid;
  create table images (
    url text primary key,
    verdict text not null,
    checked_at integer not null
  ) strict, without rowid;
  `,
  `
  alter table blobs add column stored_at integer not null default 0;
  alter table pages add column used_at integer not null default 0;
  create index pages_used on pages (used_at);
  create index pages_body on pages (body);
  create table absences (
    url text primary key,
    category text not null,
    message text not null,
    at integer not null
  ) strict, without rowid;
  `,
  `
  create table answers (
    key text primary key,
    provider text not null,
    model text not null,
    parameters text not null,
    prompt text not null,
    document text not null,
    schema text not null,
    repeat integer not null,
    result text not null,
    run text not null,
    item text not null,
    answered_at integer not null
  ) strict;
  `,
  // What is known of pictures from before holds no width and height.
  `
  delete from images;
  create table documents (
    url text primary key,
    verdict text not null,
    checked_at integer not null
  ) strict, without rowid;
  `,
  // What goes first when the cache is full is found by them: neither blobs nor answers are read for it.
  `
  create index blobs_stored on blobs (stored_at, address);
  create index answers_answered on answers (answered_at);
  `,
];

export type CacheDatabase = {
  readonly path: string;
  readonly file: DatabaseSync;
  readonly db: Kysely<CacheTables>;
  readonly commits: GroupCommit<CacheTables>;
};

/** Opens the file that holds pages, blobs, checks of files and answers. @throws PipelineError `store` */
export function openCache(path: string): CacheDatabase {
  const file = openFile(path, cacheMigrations);
  const db = queryBuilder<CacheTables>(file);
  return { path, file, db, commits: groupCommit(db) };
}
