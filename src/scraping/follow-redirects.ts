import { PipelineError } from '#core/pipeline-error.ts';
import type { CookieJar } from './cookie-jar.ts';
import { type HttpAnswer, type HttpRequest, isRedirect, type SendRequest } from './http-request.ts';
import { redactUrl } from './redact-url.ts';
import type { SiteCredentials } from './site-credentials.ts';

export type Arrival = {
  readonly answer: HttpAnswer;
  /** Where the answer came from; without credentials and fragment. */
  readonly finalUrl: URL;
  /** How many redirects led there. */
  readonly redirects: number;
};

export type Following = {
  readonly send: SendRequest;
  readonly maxRedirects: number;
  readonly cookies: CookieJar;
  readonly credentials: SiteCredentials;
};

/**
 * Sends the request and follows redirects to its end, with the cookies that are set on the way.
 *
 * @throws PipelineError as `send`; `redirect` past the limit or for an address that cannot be read;
 * `forbidden_address` for one that is neither http nor https.
 */
export async function followRedirects(
  url: URL,
  request: HttpRequest,
  { send, maxRedirects, cookies, credentials }: Following,
): Promise<Arrival> {
  let current = url;
  for (let redirects = 0; ; redirects += 1) {
    // Of each host on the way its own, and no other's.
    const own = credentials(current);
    const cookie = [own['cookie'], cookies.headerFor(current)].filter((part) => part !== undefined).join('; ');
    const headers = { ...request.headers, ...own, ...(cookie === '' ? {} : { cookie }) };
    const answer = await send(current, { ...request, headers });
    cookies.remember(answer.setCookies, current);
    if (!isRedirect(answer)) return { answer, finalUrl: current, redirects };
    if (redirects === maxRedirects) {
      const details = { status: answer.status, lastUrl: redactUrl(current) };
      throw new PipelineError('redirect', `more than ${maxRedirects} redirects, the last at ${current.host}`, {
        details,
      });
    }
    current = target(answer, current);
  }
}

function target(answer: HttpAnswer, from: URL): URL {
  // Header bytes arrive as Latin-1; addresses outside ASCII are sent as UTF-8.
  const location = Buffer.from(answer.headers['location'] ?? '', 'latin1').toString('utf8');
  const url = URL.parse(location, from.href);
  if (url === null) throw new PipelineError('redirect', `${from.host} redirects to something that is not a URL`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new PipelineError(
      'forbidden_address',
      `${from.host} redirects to an address with the scheme ${url.protocol}`,
    );
  }
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}
