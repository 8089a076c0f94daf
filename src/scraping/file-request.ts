import type { Clock } from '#core/clock.ts';
import { Park } from '#core/park.ts';
import { toPipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import type { FileBeginning, FileChecker, FileVerdict, Inspect } from '#quality/files/file-check.ts';
import { browserHeaders } from './browser-headers.ts';
import { mediaType } from './content-type.ts';
import { cookieJar } from './cookie-jar.ts';
import { decompress } from './decompress.ts';
import { followRedirects } from './follow-redirects.ts';
import type { HttpAnswer, SendRequest } from './http-request.ts';
import type { SiteCredentials } from './site-credentials.ts';
import { conditions, validatorsOf } from './validators.ts';
import { withDeadline } from './with-deadline.ts';

export type FileCheckerSettings<Found> = {
  readonly kind: 'image' | 'document';
  /** Milliseconds for one file. */
  readonly timeout: number;
  /** Sends the requests. */
  readonly send: SendRequest;
  readonly inspect: Inspect<Found>;
  readonly credentials?: SiteCredentials;
};

const accepted = {
  image: { accept: 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8', 'sec-fetch-dest': 'image' },
  document: { accept: 'application/pdf,*/*;q=0.8', 'sec-fetch-dest': 'document' },
} as const;

/** Bytes: most files show themselves in the first, a picture with a long preamble (Exif, colour profile) in the second. */
const portions = [16 * 1_024, 256 * 1_024] as const;
const maxRedirects = 5;

/**
 * Looks at the beginning of the file behind a URL. Asks for that only, and reads no more from servers that send the
 * whole file anyway. Trouble of any kind is a verdict with its reason; only an abort is thrown.
 */
export function httpFileChecker<Found>(settings: FileCheckerSettings<Found>): FileChecker<Found> {
  return {
    async check(text, context, earlier) {
      const url = URL.parse(text);
      if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return refused('not an http or https address');
      const { clock } = context;
      const ends = clock.now() + settings.timeout;
      try {
        return await withDeadline(settings.timeout, context, (signal) =>
          whenWanted(ends, { clock, signal }, () => look({ url, earlier, signal, clock }, settings)),
        );
      } catch (error) {
        if (context.signal.aborted) throw context.signal.reason;
        if (error instanceof Park) return { ok: false, reason: `rate_limited: ${error.message}`, passing: true };
        const failure = toPipelineError(error);
        if (failure.category === 'internal') throw failure;
        const reason = `${failure.category}: ${failure.message}`;
        return passing.has(failure.category) ? { ok: false, reason, passing: true } : refused(reason);
      }
    },
  };
}

/** Waits for a host that wants no requests for the moment, if that leaves time for the file. */
async function whenWanted<T>(
  ends: number,
  { clock, signal }: Pick<StageContext, 'clock' | 'signal'>,
  work: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Park) || error.until >= ends) throw error;
      await clock.sleep(error.until - clock.now(), signal);
    }
  }
}

/** What says nothing of the file itself. */
const passing: ReadonlySet<string> = new Set(['timeout', 'connection', 'dns']);

type Look<Found> = {
  readonly url: URL;
  readonly earlier: FileVerdict<Found> | undefined;
  readonly signal: AbortSignal;
  readonly clock: Clock;
};

async function look<Found>(order: Look<Found>, settings: FileCheckerSettings<Found>): Promise<FileVerdict<Found>> {
  const { url, earlier } = order;
  for (const bytes of portions) {
    const answer = await request(order, bytes, settings);
    const { status } = answer;
    if (status === 429 || status >= 500) return { ok: false, reason: `status ${status}`, passing: true };
    if (status === 304 && earlier?.ok === true) return earlier;
    if (status !== 200 && status !== 206) return refused(`status ${status}`);
    const verdict = settings.inspect(beginningOf(url, answer));
    if (verdict !== 'more') return verdict.ok ? { ...verdict, ...validatorsOf(answer) } : verdict;
  }
  return refused('its size cannot be read from its beginning');
}

async function request<Found>(
  { url, earlier, signal, clock }: Look<Found>,
  bytes: number,
  { kind, send, credentials = none }: FileCheckerSettings<Found>,
): Promise<HttpAnswer> {
  const headers = browserHeaders({
    ...accepted[kind],
    'accept-encoding': 'identity',
    range: `bytes=0-${bytes - 1}`,
    'sec-fetch-mode': 'no-cors',
    ...(earlier?.ok === true ? conditions(earlier) : {}),
  });
  const limits = { headers, maxBytes: bytes, longer: 'stop', signal } as const;
  const cookies = cookieJar(() => clock.now());
  return (await followRedirects(url, limits, { send, maxRedirects, cookies, credentials })).answer;
}

const none: SiteCredentials = () => ({});

/** A server may compress although it was asked not to; of a body that was cut off nothing can be said then. */
function beginningOf(url: URL, answer: HttpAnswer): FileBeginning {
  const encoding = answer.headers['content-encoding'] ?? '';
  const bytes = answer.complete ? decompress(answer.body, encoding, largestDecompressed) : answer.body;
  const size = sizeOf(answer);
  const isPlain = encoding === '' || encoding === 'identity';
  const isWhole = answer.complete && (answer.status === 200 || size === answer.body.length);
  const known = isPlain ? (size ?? (isWhole ? bytes.length : undefined)) : isWhole ? bytes.length : undefined;
  return { url: url.href, bytes, isWhole, size: known, mediaType: mediaType(answer.headers['content-type']) };
}

/** Bytes: what the beginning of a compressed SVG may come to. */
const largestDecompressed = 4 * 1_024 * 1_024;

/** The size of the whole file: from Content-Range when a part was sent (RFC 9110, section 14.4). */
function sizeOf({ status, headers: sent }: HttpAnswer): number | undefined {
  const text = status === 206 ? /\/(\d+)$/.exec(sent['content-range'] ?? '')?.[1] : sent['content-length'];
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
}

function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
