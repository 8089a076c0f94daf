import type { Browser, BrowserContext, Page } from 'playwright-core';
import { PipelineError } from '#core/pipeline-error.ts';
import type { ConnectProxy } from '../network/connect-proxy.ts';
import { browserSessions } from './contexts.ts';

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

const media: ReadonlySet<string> = new Set(['image', 'media', 'font']);

export function chromium(settings: ChromiumSettings): Chromium {
  let browser: Promise<Browser> | undefined;
  const sessions = browserSessions(settings.lifetime);

  const started = (): Promise<Browser> => {
    if (browser !== undefined) return browser;
    const starting = start(settings);
    const forget = () => {
      // Another may have been started since.
      if (browser !== starting) return;
      browser = undefined;
      sessions.clear();
    };
    starting.then((running) => running.once('disconnected', forget)).catch(forget);
    browser = starting;
    return starting;
  };

  return {
    async withPage(host, cookies, work) {
      const session = sessions.take(host, async () => openContext(await started(), cookies, settings));
      let page: Page | undefined;
      try {
        page = await (await session.context).newPage();
        return await work(page);
      } finally {
        // Closing waits for the renderer, which may be stuck; nobody has to wait for that.
        page?.close().catch(() => undefined);
        sessions.leave(host, session, page === undefined);
      }
    },
    async close() {
      const running = browser;
      browser = undefined;
      sessions.clear();
      await (await running?.catch(() => undefined))?.close();
    },
  };
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
        // Over HTTP/2 a reset that says "no error" in the middle of a page is taken for its end.
        '--disable-http2',
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
