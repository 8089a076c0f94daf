import { statSync } from 'node:fs';
import type { RunStore } from '#core/run-store.ts';
import { sqliteRunStore } from '#store/sqlite-run-store.ts';

/** The run store of a data directory that may come into being, or be replaced, at any time. */
export type RunStoreFile = {
  /** Undefined while there is none. @throws PipelineError `store` when there is one that cannot be opened. */
  current(): Promise<RunStore | undefined>;
  close(): Promise<void>;
};

/** Never makes the file: what only looks must not leave anything behind. */
export function runStoreFile(path: string): RunStoreFile {
  let opened: { readonly store: RunStore; readonly inode: number } | undefined;
  const close = async () => {
    const last = opened;
    opened = undefined;
    await last?.store.close();
  };
  return {
    current: async () => {
      const inode = statSync(path, { throwIfNoEntry: false })?.ino;
      // A file that was removed can be read on for as long as it is open, and nothing new is ever in it.
      if (opened?.inode !== inode) await close();
      if (inode === undefined) return undefined;
      opened ??= { store: sqliteRunStore(path), inode };
      return opened.store;
    },
    close,
  };
}
