import { type Circuit, circuit } from './circuit.ts';
import { type Admission, type HostPace, hostPace, type PaceLimits } from './host-pace.ts';

/** What this process knows of a host: its pace, and by fetcher whether it is to be asked at all. */
export type Host = {
  readonly pace: HostPace;
  readonly circuits: { of(fetcher: string): Circuit };
  /** Resolves when a request to the host has ended; rejects when the signal aborts. */
  turn(signal: AbortSignal): Promise<void>;
  /** Lets the one who has waited longest look again, if that is of use: nobody else will. */
  wakeNext(now: number): void;
};

export type Hosts = { of(host: string): Host };

/** Hosts that are remembered although nothing is under way; then those go that have nothing to remember. */
const mostHosts = 10_000;

/**
 * @param limits of every host.
 * @param now milliseconds since the Unix epoch.
 */
export function politeHosts(limits: PaceLimits, now: () => number): Hosts {
  const hosts = new Map<string, Host>();
  const forgetIdle = () => {
    for (const [name, { pace }] of hosts) if (pace.isIdle(now())) hosts.delete(name);
  };
  return {
    of: (name) => {
      const known = hosts.get(name);
      if (known !== undefined) return known;
      if (hosts.size > 0 && hosts.size % mostHosts === 0) forgetIdle();
      const host = newHost(limits);
      hosts.set(name, host);
      return host;
    },
  };
}

function newHost(limits: PaceLimits): Host {
  const pace = hostPace(limits);
  const circuits = new Map<string, Circuit>();
  const waiting = new Set<() => void>();
  return {
    pace,
    circuits: {
      of: (fetcher) => {
        const known = circuits.get(fetcher);
        if (known !== undefined) return known;
        const made = circuit();
        circuits.set(fetcher, made);
        return made;
      },
    },
    turn: (signal) =>
      new Promise((resolve, reject) => {
        const leave = () => {
          waiting.delete(wake);
          reject(signal.reason as Error);
        };
        const wake = () => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener('abort', leave, { once: true });
      }),
    wakeNext: (now) => {
      const [next] = waiting;
      if (next === undefined || !isWorthALook(pace.admit(now))) return;
      waiting.delete(next);
      next();
    },
  };
}

/** When only the end of another request can help, its end is what wakes. */
function isWorthALook(admission: Admission): boolean {
  return admission.ok || admission.until !== undefined;
}
