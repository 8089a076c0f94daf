import fc from 'fast-check';
import { PipelineError } from '#core/pipeline-error.ts';
import { decodeHtml } from '#html/decode.ts';
import { cookieJar } from '#scraping/cookie-jar.ts';
import { mediaType } from '#scraping/content-type.ts';
import { decompress } from '#scraping/decompress.ts';
import { followRedirects } from '#scraping/follow-redirects.ts';
import { keptHeaders } from '#scraping/kept-headers.ts';
import { addressGuard, targetOf } from '#scraping/network/address-guard.ts';
import { normaliseUrl } from '#scraping/normalise-url.ts';
import { robots } from '#scraping/politeness/robots.ts';
import { redactUrl } from '#scraping/redact-url.ts';
import { judge } from '#scraping/verdict.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeFetcher, fakePage } from '../fakes/page.ts';

/** Draws so many inputs and holds the code to it that it gives an answer or a failure that has a name. */
export type HostileInput = { readonly name: string; check(cases: number): Promise<void> };

/** Texts in which pieces that mean something come together in ways in which they should not. */
const textOf = (...pieces: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 5 }), fc.string({ maxLength: 8 })),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join(''));

const addresses = textOf(
  'http://',
  'https:',
  '//',
  'file:///',
  'javascript:',
  'user:pass@',
  '[::1]',
  '127.0.0.1',
  '0x7f.1',
  'shop.test',
  ':80',
  ':99999',
  '/',
  '\\',
  '?utm_source=a',
  '&token=b',
  '#',
  '%',
  '%00',
  '\r\n',
  '\0',
  'xn--',
  '。',
);
const headerNames = fc.constantFrom(
  'content-type',
  'retry-after',
  'location',
  'content-length',
  'set-cookie',
  'cf-ray',
  'server',
  'x-kpsdk-ct',
);
const headerValues = textOf(
  'text/html',
  ';',
  'charset=',
  '"',
  'utf-8',
  'utf-16le',
  'iso-2022-jp',
  'x-user-defined',
  ',',
  '=',
  '-1',
  '1e999',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  '\0',
  ' ',
);
const cookies = textOf(
  'a=1',
  ';',
  'Domain=',
  '.shop.test',
  '.test',
  'Path=/',
  'Path=',
  'Max-Age=',
  '99999999999',
  '-1',
  'Expires=',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  'Secure',
  '=',
  '__proto__',
);
const codings = textOf('gzip', 'br', 'zstd', 'deflate', 'identity', ',', ' ', 'constructor', 'GZIP');
const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  textOf(
    '<html',
    '<meta charset=',
    '<meta http-equiv=content-type content="text/html; charset=',
    'utf-7',
    'utf-16',
    '"',
    '>',
    '<title>',
    '\u{feff}',
    'ÿþ',
    '<script type="application/ld+json">{',
    '</script>',
  ).map((text) => new TextEncoder().encode(text)),
);
const rules = textOf(
  'User-agent: *',
  'user-agent: specbook',
  'Disallow: /',
  'Allow: ',
  'Disallow: /a*****$',
  'Crawl-delay: ',
  '1e999',
  '-1',
  'NaN',
  'Sitemap: http://',
  '%',
  '*'.repeat(50),
  '$',
  '#',
  ':',
  '\n',
  '\r',
  '\0',
);
const headers = fc.dictionary(headerNames, headerValues, { maxKeys: 4, noNullPrototype: true });

/** @throws whatever is no failure with a name. */
function named<T>(work: () => T): T | PipelineError {
  try {
    return work();
  } catch (error) {
    if (error instanceof PipelineError && error.category !== 'internal') return error;
    throw error;
  }
}

function ensure(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

const guard = addressGuard({ allowPrivateNetwork: false, allowedHosts: new Set() });

const property = <T>(
  name: string,
  arbitrary: fc.Arbitrary<T>,
  hold: (value: T) => void | Promise<void>,
): HostileInput => ({
  name,
  check: (cases) =>
    fc.assert(
      fc.asyncProperty(arbitrary, async (value) => hold(value)),
      { numRuns: cases },
    ),
});

export const hostileInputs: readonly HostileInput[] = [
  property('URLs', addresses, (text) => {
    const url = named(() => normaliseUrl(text));
    if (url instanceof PipelineError) return;
    ensure(url.protocol === 'http:' || url.protocol === 'https:', `${url.href} is no web address`);
    ensure(url.username === '' && url.password === '' && url.hash === '', `${url.href} keeps what it should not`);
    ensure(normaliseUrl(url.href).href === url.href, `${url.href} changes when it is normalised again`);
    redactUrl(url);
    named(() => guard.checkName(targetOf(url)));
  }),
  property('redirects', fc.array(addresses, { minLength: 1, maxLength: 3 }), async (locations) => {
    let asked = 0;
    const seen: URL[] = [];
    const arrived = followRedirects(
      new URL('https://shop.test/a'),
      { headers: {}, maxBytes: 1_000, longer: 'fail', signal: new AbortController().signal },
      {
        maxRedirects: 2,
        cookies: cookieJar(() => 0),
        credentials: ({ host }): Readonly<Record<string, string>> =>
          host === 'shop.test' ? { 'x-key': 'secret' } : {},
        send: async (url, request) => {
          seen.push(url);
          ensure(request.headers['x-key'] === undefined || url.host === 'shop.test', `a secret for ${url.origin}`);
          const location = Buffer.from(locations[asked] ?? '').toString('latin1');
          asked += 1;
          return { status: 302, headers: { location }, setCookies: [location], body: new Uint8Array(), complete: true };
        },
      },
    );
    const outcome = await arrived.catch((error: unknown) => error);
    ensure(outcome instanceof PipelineError && outcome.category !== 'internal', `it ended as ${String(outcome)}`);
    for (const url of seen) ensure(/^https?:$/.test(url.protocol), `${url.href} was asked for`);
  }),
  property(
    'robots.txt',
    fc.tuple(rules, headers, fc.integer({ min: 200, max: 599 })),
    async ([text, given, status]) => {
      const site = fakeFetcher(fakePage({ status: status < 300 ? 200 : status, headers: given, body: text }));
      const asked = robots(site).ask(new URL('https://shop.test/a/b?c=%'), fakeContext());
      const answer = await asked.catch((error: unknown) => error);
      if (answer instanceof PipelineError && answer.category !== 'internal') return;
      const { allowed, crawlDelay = 1 } = answer as Partial<Awaited<typeof asked>>;
      ensure(typeof allowed === 'boolean', `it ended as ${String(answer)}`);
      ensure(crawlDelay > 0 && crawlDelay <= 60_000, `it waits for ${crawlDelay} ms`);
    },
  ),
  property('cookies', fc.tuple(fc.array(cookies, { maxLength: 4 }), fc.webUrl()), ([given, address]) => {
    const jar = cookieJar(() => 1_000);
    const url = new URL(address);
    jar.remember(given, url);
    jar.headerFor(url);
    const elsewhere = jar.headerFor(new URL('https://elsewhere.example/'));
    ensure(elsewhere === undefined, `elsewhere gets ${String(elsewhere)}`);
  }),
  property(
    'headers and charsets',
    fc.tuple(headers, bodies, fc.integer({ min: 100, max: 999 })),
    ([given, body, status]) => {
      const page = {
        url: 'https://shop.test/',
        finalUrl: 'https://shop.test/',
        status,
        headers: keptHeaders(given),
        body,
        fetchedAt: 0,
        fetcher: 'fuzz',
      };
      named(() => judge(page));
      mediaType(given['content-type']);
      ensure(typeof decodeHtml(body, given['content-type']) === 'string', 'the body has no text');
      ensure(page.headers['set-cookie'] === undefined, 'a cookie was kept');
    },
  ),
  property('encodings', fc.tuple(fc.uint8Array({ maxLength: 200 }), codings), ([body, coding]) => {
    const result = named(() => decompress(body, coding, 10_000));
    ensure(
      result instanceof PipelineError || result.length <= Math.max(10_000, body.length),
      'it is larger than its limit',
    );
  }),
];
