import type { BrowserContext } from 'playwright-core';

/** A context of the browser: cookies and storage of its own. */
export type Session = { readonly context: Promise<BrowserContext>; inUse: number };

export type Sessions = {
  take(host: string, open: () => Promise<BrowserContext>): Session;
  /** @param failed whether it turned out to be of no use. */
  leave(host: string, session: Session, failed: boolean): void;
  /** Forgets them all: the browser has gone, and they with it. */
  clear(): void;
};

/** Sessions that are kept open when nothing is under way in them. */
const mostIdle = 8;

/** @param lifetime a session for each `page`, or one for each `host`, of which the last few are kept. */
export function browserSessions(lifetime: 'page' | 'host'): Sessions {
  const sessions = new Map<string, Session>();
  return {
    take(host, open) {
      const session = sessions.get(host) ?? { context: open(), inUse: 0 };
      session.inUse += 1;
      if (lifetime === 'host') {
        // Last in the map is used last.
        sessions.delete(host);
        sessions.set(host, session);
      }
      return session;
    },
    leave(host, session, failed) {
      session.inUse -= 1;
      if (failed && sessions.get(host) === session) sessions.delete(host);
      if (session.inUse === 0 && sessions.get(host) !== session) return dismiss(session);
      const idle = [...sessions].filter(([, { inUse }]) => inUse === 0);
      for (const [name, each] of idle.slice(0, Math.max(0, idle.length - mostIdle))) {
        sessions.delete(name);
        dismiss(each);
      }
    },
    clear: () => sessions.clear(),
  };
}

/** That it cannot be ended any more is no news: the browser has gone. */
function dismiss({ context }: Session): void {
  context.then(async (open) => open.close()).catch(() => undefined);
}
