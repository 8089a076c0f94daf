type Cookie = {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  /** Sent to the very host that set it, not to its subdomains. */
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
};

/** Cookies of one fetch: some sites set one and redirect to themselves until it comes back. */
export type CookieJar = {
  /** @param setCookies the Set-Cookie headers that the URL answered with. */
  remember(setCookies: readonly string[], url: URL): void;
  /** The Cookie header for the URL; undefined when there is nothing to send. */
  headerFor(url: URL): string | undefined;
};

/** RFC 6265, section 6.1, asks for at least so many a domain; more on one fetch is a fault of the site. */
const mostCookies = 50;

/**
 * The part of RFC 6265 that redirects need. Expiry is only looked at as a deletion (Max-Age of zero or less),
 * because the jar lives no longer than one fetch.
 */
export function cookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    remember(setCookies, url) {
      for (const text of setCookies) {
        const parsed = parse(text, url);
        if (parsed === undefined) continue;
        const key = `${parsed.cookie.name};${parsed.cookie.domain};${parsed.cookie.path}`;
        if (parsed.deleted) cookies.delete(key);
        else if (cookies.has(key) || cookies.size < mostCookies) cookies.set(key, parsed.cookie);
      }
    },
    headerFor(url) {
      const sent = [...cookies.values()].filter((cookie) => applies(cookie, url));
      return sent.length === 0 ? undefined : sent.map((cookie) => `${cookie.name}=${cookie.value}`).join('; ');
    },
  };
}

function parse(text: string, url: URL): { readonly cookie: Cookie; readonly deleted: boolean } | undefined {
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
    cookie: {
      name,
      value,
      domain: asked === '' ? url.hostname : asked,
      hostOnly: asked === '',
      path: path.startsWith('/') ? path : directoryOf(url.pathname),
      secure: attributes.has('secure'),
    },
    deleted: Number(attributes.get('max-age') ?? '1') <= 0,
  };
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
