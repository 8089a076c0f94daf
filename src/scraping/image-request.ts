import type { Clock } from '#core/clock.ts';
import { toPipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import { browserHeaders } from './browser-headers.ts';
import { mediaType } from './content-type.ts';
import { cookieJar } from './cookie-jar.ts';
import { decompress } from './decompress.ts';
import { followRedirects } from './follow-redirects.ts';
import type { HttpAnswer, SendRequest } from './http-request.ts';
import type { Validators } from './page-fetcher.ts';
import type { SiteCredentials } from './site-credentials.ts';
import { conditions, validatorsOf } from './validators.ts';
import { withDeadline } from './with-deadline.ts';

export type ImageCheckerSettings<Type> = {
  /** Milliseconds for one picture. */
  readonly timeout: number;
  /** Sends the requests. */
  readonly send: SendRequest;
  /** Tells the kind of a picture from its first bytes; undefined when it is none. */
  readonly sniff: (bytes: Uint8Array) => Type | undefined;
  readonly credentials?: SiteCredentials;
};

/** The ImageVerdict of `#quality/image-check.ts`, in shape: parts do not import each other. */
type Verdict<Type> =
  | ({ readonly ok: true; readonly type: Type; readonly bytes?: number } & Validators)
  | { readonly ok: false; readonly reason: string };

/** Bytes: every format that is known shows itself in fewer. */
const enough = 2_048;
const maxRedirects = 5;

/**
 * Looks at the first bytes behind a URL. Asks for those only, and reads no more from servers that send the
 * whole picture anyway. Trouble of any kind is a verdict with its reason; only an abort is thrown.
 */
export function httpImageChecker<Type>(settings: ImageCheckerSettings<Type>) {
  return {
    async check(text: string, context: StageContext, earlier?: Verdict<Type>): Promise<Verdict<Type>> {
      const url = URL.parse(text);
      if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return refused('not an http or https address');
      try {
        const answer = await withDeadline(settings.timeout, context, (signal) =>
          request(url, settings, earlier?.ok === true ? earlier : {}, { signal, clock: context.clock }),
        );
        if (answer.status === 304 && earlier?.ok === true) return earlier;
        return verdictOf(answer, settings.sniff);
      } catch (error) {
        if (context.signal.aborted) throw context.signal.reason;
        const failure = toPipelineError(error);
        if (failure.category === 'internal') throw failure;
        return refused(`${failure.category}: ${failure.message}`);
      }
    },
  };
}

const headers = {
  accept: 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8',
  'accept-encoding': 'identity',
  range: `bytes=0-${enough - 1}`,
  'sec-fetch-dest': 'image',
  'sec-fetch-mode': 'no-cors',
};

const none: SiteCredentials = () => ({});

async function request<Type>(
  url: URL,
  { send, credentials = none }: ImageCheckerSettings<Type>,
  earlier: Validators,
  { signal, clock }: { readonly signal: AbortSignal; readonly clock: Clock },
): Promise<HttpAnswer> {
  const sent = { ...browserHeaders(headers), ...conditions(earlier) };
  const limits = { headers: sent, maxBytes: enough, longer: 'stop', signal } as const;
  const cookies = cookieJar(() => clock.now());
  return (await followRedirects(url, limits, { send, maxRedirects, cookies, credentials })).answer;
}

function verdictOf<Type>(answer: HttpAnswer, sniff: ImageCheckerSettings<Type>['sniff']): Verdict<Type> {
  if (answer.status !== 200 && answer.status !== 206) return refused(`status ${answer.status}`);
  const type = sniff(beginning(answer));
  if (type === undefined) {
    const claimed = mediaType(answer.headers['content-type']);
    return refused(`not a picture, sent as ${claimed === '' ? 'nothing in particular' : claimed}`);
  }
  const bytes = sizeOf(answer);
  return { ok: true, type, ...(bytes === undefined ? {} : { bytes }), ...validatorsOf(answer) };
}

/** A server may compress although it was asked not to; of a body that was cut off nothing can be said then. */
function beginning(answer: HttpAnswer): Uint8Array {
  const encoding = answer.headers['content-encoding'] ?? '';
  return answer.complete ? decompress(answer.body, encoding, largestDecompressed) : answer.body;
}

/** Bytes: what 2 KB of a compressed SVG may come to. */
const largestDecompressed = 1_024 * 1_024;

/** The size of the whole picture: from Content-Range when a part was sent (RFC 9110, section 14.4). */
function sizeOf({ status, headers: sent }: HttpAnswer): number | undefined {
  const text = status === 206 ? /\/(\d+)$/.exec(sent['content-range'] ?? '')?.[1] : sent['content-length'];
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
}

function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
