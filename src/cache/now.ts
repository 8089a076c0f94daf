import { sql } from 'kysely';

/** Milliseconds since the Unix epoch by SQLite's clock: for housekeeping only, nothing that a person sees. */
export const now = sql<number>`cast(unixepoch('subsec') * 1000 as integer)`;
