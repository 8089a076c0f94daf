/** Lets one loop wait for any of several things to happen, without missing one that happened before it waited. */
export type Bell = {
  ring(): void;
  /** Resolves at the next ring, or at once when it rang since the last time; or when the signal aborts. */
  heard(signal?: AbortSignal): Promise<void>;
};

export function bell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      if (wake === undefined) rung = true;
      else wake();
    },
    heard: (signal) => {
      if (rung || signal?.aborted === true) {
        rung = false;
        return Promise.resolve();
      }
      return new Promise<void>((resolve) => {
        const awake = () => {
          wake = undefined;
          signal?.removeEventListener('abort', awake);
          resolve();
        };
        wake = awake;
        signal?.addEventListener('abort', awake, { once: true });
      });
    },
  };
}
