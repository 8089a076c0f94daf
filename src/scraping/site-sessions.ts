import type { Clock } from '#core/clock.ts';
import { type CookieJar, cookieJar } from './cookie-jar.ts';

/** What is sent to a site besides what every visitor sends. */
export type SiteSessions = {
  /** Headers that are configured for where the URL leads; for that request only, not for where it redirects to. */
  headersFor(url: URL): Readonly<Record<string, string>>;
  /** The cookies to fetch a page with. */
  cookiesFor(url: URL, clock: Clock): CookieJar;
};

/** Headers by whom they are for: a host (with its port, unless it is the usual one), reached by https; or an origin. */
export type SiteHeaders = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Hosts whose cookies are kept at once; the one that was asked for longest ago goes first. */
const mostHosts = 1_000;

/** @param lifetime of cookies: as long as it takes to fetch one `page`, or as long as the process asks the `host`. */
export function siteSessions(lifetime: 'page' | 'host', headers: SiteHeaders = {}): SiteSessions {
  const byOrigin = new Map(Object.entries(headers).map(([place, sent]) => [originOf(place), lowerCased(sent)]));
  const jars = new Map<string, CookieJar>();
  return {
    headersFor: (url) => byOrigin.get(url.origin) ?? {},
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

/** A secret is not sent in the clear, unless that was asked for: a host alone is reached by https. */
export function originOf(place: string): string | undefined {
  const url = URL.parse(/^https?:\/\//i.test(place) ? place : `https://${place}`);
  return url === null || url.pathname !== '/' || url.search !== '' || url.username !== '' ? undefined : url.origin;
}

function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
