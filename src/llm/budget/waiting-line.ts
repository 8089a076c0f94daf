/** Lets those who wait go one after the other, in the order in which they came. */
export type WaitingLine = {
  isEmpty(): boolean;
  /** Does the work when all who came before have left. Rejects when the signal aborts before its turn. */
  inTurn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
};

export function waitingLine(): WaitingLine {
  let last = Promise.resolve();
  let waiting = 0;
  return {
    isEmpty: () => waiting === 0,
    inTurn: async (signal, work) => {
      const before = last;
      const left = Promise.withResolvers<void>();
      last = left.promise;
      waiting += 1;
      try {
        await unlessAborted(signal, before);
        return await work();
      } finally {
        waiting -= 1;
        // Who leaves early lets nobody pass those who were before.
        void before.then(left.resolve);
      }
    },
  };
}

async function unlessAborted(signal: AbortSignal, turn: Promise<void>): Promise<void> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([turn, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
