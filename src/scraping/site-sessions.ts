import type { Clock } from '#core/clock.ts';
import { type CookieJar, cookieJar } from './cookie-jar.ts';
import type { SiteCredentials } from './site-credentials.ts';

/** What a site is sent besides what every visitor sends. */
export type SiteSessions = {
  readonly credentials: SiteCredentials;
  /** The cookies to fetch a page with. */
  cookiesFor(url: URL, clock: Clock): CookieJar;
};

/** Hosts whose cookies are kept at once; the one that was asked for longest ago goes first. */
const mostHosts = 1_000;

/** @param lifetime of cookies: as long as it takes to fetch one `page`, or as long as the process asks the `host`. */
export function siteSessions(lifetime: 'page' | 'host', credentials: SiteCredentials = () => ({})): SiteSessions {
  const jars = new Map<string, CookieJar>();
  return {
    credentials,
    cookiesFor(url, clock) {
      const jar = jars.get(url.host) ?? cookieJar(() => clock.now());
      if (lifetime === 'page') return jar;
      jars.delete(url.host);
      jars.set(url.host, jar);
      const [oldest] = jars.keys();
      if (jars.size > mostHosts && oldest !== undefined) jars.delete(oldest);
      return jar;
    },
  };
}
