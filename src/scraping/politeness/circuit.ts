/** Whether a host is asked at all. Times are milliseconds since the Unix epoch. */
export type Circuit = {
  /** Undefined: it may be asked. Else when it may be asked next; `Infinity` when it is given up. */
  closedUntil(now: number): number | undefined;
  /** One trial is under way when the circuit was open; it decides. */
  begin(): void;
  succeeded(): void;
  /** @param page several failures of one page count once: it may be the page. */
  failed(now: number, page: string): void;
  /** The request was not made, or nothing came of it that says anything of the host: another may be the trial. */
  abandoned(): void;
};

/** Pages in a row that fail after which a host is left alone. */
const tolerance = 15;

/** Milliseconds until it is tried once again; twice as many each time that this fails. */
const firstRest = 30_000;

/** Trials that fail before the host is given up: what is left of its pages fails at once, for --resume to take up. */
const trials = 3;

/**
 * A circuit breaker. Our own, because libraries for it read the clock of the system, and cannot be asked until when
 * the circuit stays open, which is what an item is parked for.
 */
export function circuit(): Circuit {
  const inARow = new Set<string>();
  let rests = 0;
  let openUntil: number | undefined;
  let trying = false;
  return {
    closedUntil: (now) => {
      if (openUntil === undefined) return undefined;
      if (rests > trials) return Infinity;
      if (now < openUntil) return openUntil;
      return trying ? now + 1_000 : undefined;
    },
    begin: () => {
      trying = openUntil !== undefined;
    },
    succeeded: () => {
      inARow.clear();
      rests = 0;
      openUntil = undefined;
      trying = false;
    },
    failed: (now, page) => {
      inARow.add(page);
      const isOpen = openUntil !== undefined && !trying;
      if (trying || (inARow.size >= tolerance && !isOpen)) {
        openUntil = now + firstRest * 2 ** rests;
        rests += 1;
      }
      trying = false;
    },
    abandoned: () => {
      trying = false;
    },
  };
}
