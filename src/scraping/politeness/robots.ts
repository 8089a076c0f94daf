import robotsParser from 'robots-parser';
import { PipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import { askedWait } from '../asked-wait.ts';
import type { PageSource } from '../page-fetcher.ts';

/** What a site's robots.txt says of one of its pages. */
export type RobotsAnswer = {
  readonly allowed: boolean;
  /** Milliseconds that it wants between requests; undefined when it says nothing of it. */
  readonly crawlDelay: number | undefined;
  /** The line that decided, from 1; undefined when none did. */
  readonly line: number | undefined;
};

export type Robots = { ask(url: URL, context: StageContext): Promise<RobotsAnswer> };

/** What the library is in truth; its types describe a module that it is not. */
const parseRobots = robotsParser as unknown as (url: string, text: string) => Parsed;

type Parsed = {
  isAllowed(url: string, name: string): boolean | undefined;
  getCrawlDelay(name: string): number | undefined;
  getMatchingLineNumber(url: string, name: string): number;
};

/** The name by which robots.txt may mean us. */
const ourName = 'specbook';

/** Milliseconds. RFC 9309, section 2.4: not longer than a day. */
const longestKept = 86_400_000;

/** Sites that are remembered; beyond it the one that was asked for longest ago is asked again. */
const mostSites = 5_000;

/** Characters that are read of it (RFC 9309, section 2.5, asks for 500 KiB at least). */
const mostCharacters = 512_000;

/** Milliseconds: a site that asks for more than a minute between pages is not waited for on its word. */
const longestDelay = 60_000;

type Rules = { readonly read: Parsed; readonly until: number };

/**
 * Reads the robots.txt of each site once a day (RFC 9309). None (404 and other 4xx) allows everything; while it cannot
 * be read (5xx, no connection) nothing is asked for, and the page fails or waits as if it had been the page.
 *
 * @param fetcher brings robots.txt; not judged, for it is no page.
 * @throws PipelineError a network or site category when robots.txt cannot be read.
 */
export function robots(fetcher: PageSource): Robots {
  const known = new Map<string, Promise<Rules>>();
  const read = (url: URL, context: StageContext): Promise<Rules> => {
    const asked = readRules(new URL('/robots.txt', url), fetcher, context);
    known.delete(url.origin);
    known.set(url.origin, asked);
    const [oldest] = known.keys();
    if (known.size > mostSites && oldest !== undefined) known.delete(oldest);
    return asked;
  };
  const rulesOf = async (url: URL, context: StageContext): Promise<Rules> => {
    // What another item asks for is waited for. When that fails, which may be for a reason of its own, the first to
    // notice asks anew, and the others wait for that.
    for (let shared = known.get(url.origin), looks = 0; shared !== undefined && looks < 2; looks += 1) {
      const rules = await shared.catch(() => undefined);
      if (rules !== undefined && context.clock.now() < rules.until) return rules;
      if (known.get(url.origin) === shared) known.delete(url.origin);
      shared = known.get(url.origin);
    }
    return read(url, context);
  };
  return { ask: async (url, context) => answerOf(await rulesOf(url, context), url) };
}

function answerOf({ read }: Rules, url: URL): RobotsAnswer {
  const allowed = read.isAllowed(url.href, ourName) ?? true;
  const delay = read.getCrawlDelay(ourName);
  const line = read.getMatchingLineNumber(url.href, ourName);
  const crawlDelay = delay === undefined || !(delay > 0) ? undefined : Math.min(longestDelay, delay * 1_000);
  return { allowed, crawlDelay, line: line > 0 ? line : undefined };
}

async function readRules(url: URL, fetcher: PageSource, context: StageContext): Promise<Rules> {
  const page = await fetcher.fetch(url, { ...context, note: () => undefined, event: () => undefined });
  const { status } = page;
  context.event('robots_txt', { status });
  const until = context.clock.now() + longestKept;
  if (status >= 200 && status < 300) {
    return { read: parseRobots(url.href, new TextDecoder().decode(page.body).slice(0, mostCharacters)), until };
  }
  const retryAfter = askedWait(page, page.fetchedAt);
  const wait = retryAfter === undefined ? {} : { retryAfter };
  if (status === 429) throw new PipelineError('rate_limited', `${url.host}/robots.txt answered 429`, wait);
  if (status >= 500) {
    const message = `${url.host}/robots.txt answered ${status}; until it can be read, nothing is asked for (RFC 9309)`;
    throw new PipelineError('http_server_error', message, wait);
  }
  return { read: parseRobots(url.href, ''), until };
}
