import type { Browser, BrowserContext, Page } from 'playwright-core';
import { PipelineError } from '#core/pipeline-error.ts';
import type { ConnectProxy } from '../network/connect-proxy.ts';

export type ChromiumSettings = {
  readonly executable: string;
  /** The only way out that the browser has. */
  readonly proxy: ConnectProxy;
  /** Chromium's own sandbox; it refuses to start with it as root. */
  readonly sandbox: boolean;
  /** Whether pictures, fonts, sound and film are left out. */
  readonly blockMedia: boolean;
  /** As long as it takes to fetch one `page`, or as long as the `host` is asked: how long cookies and storage live. */
  readonly lifetime: 'page' | 'host';
};

/** A cookie that is sent along from the beginning. */
export type GivenCookie = { readonly name: string; readonly value: string; readonly url: string };

/** One browser process, started when it is first needed, and again when it has died. */
export type Chromium = {
  /** Runs the work with a page in the session of the host. The page is closed when the work is done. */
  withPage<T>(host: string, cookies: readonly GivenCookie[], work: (page: Page) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** Milliseconds. */
const startTimeout = 20_000;
/** Sessions that are kept open when nothing is under way in them. */
const mostIdleSessions = 8;

const media: ReadonlySet<string> = new Set(['image', 'media', 'font']);

type Session = { readonly context: Promise<BrowserContext>; inUse: number };

export function chromium(settings: ChromiumSettings): Chromium {
  let browser: Promise<Browser> | undefined;
  const sessions = new Map<string, Session>();

  const started = (): Promise<Browser> => {
    browser ??= start(settings).then(
      (running) => {
        running.once('disconnected', forget);
        return running;
      },
      (error: unknown) => {
        forget();
        throw error;
      },
    );
    return browser;
  };
  const forget = () => {
    browser = undefined;
    sessions.clear();
  };
  const take = (host: string, cookies: readonly GivenCookie[]): Session => {
    const known = settings.lifetime === 'host' ? sessions.get(host) : undefined;
    const session = known ?? {
      context: started().then((running) => openContext(running, cookies, settings)),
      inUse: 0,
    };
    session.inUse += 1;
    // Last in the map is used last.
    if (settings.lifetime === 'host') {
      sessions.delete(host);
      sessions.set(host, session);
    }
    return session;
  };
  const leave = (host: string, session: Session, failed: boolean) => {
    session.inUse -= 1;
    if (failed && sessions.get(host) === session) sessions.delete(host);
    if (session.inUse === 0 && sessions.get(host) !== session) return dismiss(session);
    const idle = [...sessions].filter(([, { inUse }]) => inUse === 0);
    for (const [name, each] of idle.slice(0, Math.max(0, idle.length - mostIdleSessions))) {
      sessions.delete(name);
      dismiss(each);
    }
  };

  return {
    async withPage(host, cookies, work) {
      const session = take(host, cookies);
      let page: Page | undefined;
      try {
        page = await (await session.context).newPage();
        return await work(page);
      } finally {
        // Closing waits for the renderer, which may be stuck; nobody has to wait for that.
        page?.close().catch(() => undefined);
        leave(host, session, page === undefined);
      }
    },
    async close() {
      const running = browser;
      forget();
      await (await running?.catch(() => undefined))?.close();
    },
  };
}

/** Ends a session. That it cannot be ended any more is no news: the browser is gone. */
function dismiss({ context }: Session): void {
  context.then((open) => open.close()).catch(() => undefined);
}

async function openContext(
  browser: Browser,
  cookies: readonly GivenCookie[],
  { blockMedia }: ChromiumSettings,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    acceptDownloads: false,
    serviceWorkers: 'block',
    permissions: [],
    userAgent: userAgent(browser.version()),
    locale: 'en-US',
    viewport: { width: 1_366, height: 900 },
  });
  if (cookies.length > 0) await context.addCookies([...cookies]);
  if (blockMedia) {
    await context.route('**/*', async (route) =>
      media.has(route.request().resourceType()) ? route.abort() : route.continue(),
    );
  }
  return context;
}

/** The same browser with a window, in the reduced form that all of them send. */
function userAgent(version: string): string {
  const major = version.split('.', 1)[0] ?? version;
  return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`;
}

async function start({ executable, proxy, sandbox }: ChromiumSettings): Promise<Browser> {
  // Only when it is needed: to load it takes as long as many pages.
  const playwright = await import('playwright-core');
  try {
    return await playwright.chromium.launch({
      executablePath: executable,
      headless: true,
      chromiumSandbox: sandbox,
      timeout: startTimeout,
      // Ctrl-C is for the program to handle.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      // Pages may break out of the browser; the keys in our environment are not to be found there.
      env: {},
      proxy: {
        server: `http://127.0.0.1:${proxy.port}`,
        username: proxy.username,
        password: proxy.password,
        bypass: '<-loopback>',
      },
      args: [
        // Nothing goes past the proxy: no names looked up, no QUIC, no WebRTC.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
        '--dns-prefetch-disable',
        '--disable-quic',
        '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
        '--no-pings',
        '--disable-gpu',
        '--js-flags=--max-old-space-size=512',
      ],
    });
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n', 1)[0] ?? '';
    const asRoot =
      sandbox && process.getuid?.() === 0 ? '; as root it starts only with browser.sandbox set to off' : '';
    throw new PipelineError('config', `the browser ${executable} does not start: ${reason}${asRoot}`);
  }
}
