type Cookie = {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  /** Sent to the very host that set it, not to its subdomains. */
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  /** Milliseconds since the Unix epoch; infinite for one that ends with the session. */
  readonly expires: number;
};

/** Cookies of one fetch, or of a host: some sites set one and redirect to themselves until it comes back. */
export type CookieJar = {
  /** @param setCookies the Set-Cookie headers that the URL answered with. */
  remember(setCookies: readonly string[], url: URL): void;
  /** The Cookie header for the URL; undefined when there is nothing to send. */
  headerFor(url: URL): string | undefined;
};

/** RFC 6265, section 6.1, asks for at least so many a domain; more is a fault of the site. */
const mostCookies = 50;

/**
 * The part of RFC 6265 that a visitor without a user needs.
 *
 * @param now milliseconds since the Unix epoch.
 */
export function cookieJar(now: () => number): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    remember(setCookies, url) {
      for (const text of setCookies) {
        const cookie = parse(text, url, now());
        if (cookie === undefined) continue;
        const key = `${cookie.name};${cookie.domain};${cookie.path}`;
        if (cookie.expires <= now()) cookies.delete(key);
        else if (cookies.has(key) || cookies.size < mostCookies) cookies.set(key, cookie);
      }
    },
    headerFor(url) {
      const sent = [...cookies.values()].filter((cookie) => cookie.expires > now() && applies(cookie, url));
      return sent.length === 0 ? undefined : sent.map((cookie) => `${cookie.name}=${cookie.value}`).join('; ');
    },
  };
}

function parse(text: string, url: URL, now: number): Cookie | undefined {
  const [pair = '', ...rest] = text.split(';');
  const [name, value] = splitPair(pair);
  if (name === '') return undefined;
  const attributes = new Map(
    rest.map((attribute) => splitPair(attribute)).map(([key, setting]) => [key.toLowerCase(), setting]),
  );
  const asked = attributes.get('domain')?.replace(/^\./, '').toLowerCase() ?? '';
  if (asked !== '' && !isWithin(url.hostname, asked)) return undefined;
  const path = attributes.get('path') ?? '';
  return {
    name,
    value,
    domain: asked === '' ? url.hostname : asked,
    hostOnly: asked === '',
    path: path.startsWith('/') ? path : directoryOf(url.pathname),
    secure: attributes.has('secure'),
    expires: expiryOf(attributes, now),
  };
}

/** Max-Age wins over Expires; one that cannot be read says nothing (RFC 6265, section 5.2). */
function expiryOf(attributes: ReadonlyMap<string, string>, now: number): number {
  const age = attributes.get('max-age') ?? '';
  if (/^-?\d+$/.test(age)) return Number(age) <= 0 ? 0 : now + Number(age) * 1_000;
  const date = Date.parse(attributes.get('expires') ?? '');
  return Number.isNaN(date) ? Number.POSITIVE_INFINITY : date;
}

function splitPair(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  return equals === -1 ? [text.trim(), ''] : [text.slice(0, equals).trim(), text.slice(equals + 1).trim()];
}

function applies(cookie: Cookie, url: URL): boolean {
  if (cookie.secure && url.protocol !== 'https:') return false;
  if (cookie.hostOnly ? url.hostname !== cookie.domain : !isWithin(url.hostname, cookie.domain)) return false;
  const folder = cookie.path.endsWith('/') ? cookie.path : `${cookie.path}/`;
  return url.pathname === cookie.path || url.pathname.startsWith(folder);
}

/** A bare top-level domain has no dot and so can never be set from below. */
function isWithin(host: string, domain: string): boolean {
  return host === domain || (domain.includes('.') && host.endsWith(`.${domain}`));
}

function directoryOf(path: string): string {
  const last = path.lastIndexOf('/');
  return last <= 0 ? '/' : path.slice(0, last);
}
