import type { Attributes } from '#core/fact.ts';
import type { Json } from '#core/json.ts';
import { Park } from '#core/park.ts';
import { type FailureDetails, PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import type { StageContext } from '#core/stage.ts';
import type { FileChecker } from '#quality/files/file-check.ts';
import { decoded } from './credential-parameters.ts';
import type { Page } from './page.ts';
import type { PageFetcher } from './page-fetcher.ts';
import { redactText } from './redact-url.ts';
import type { SealedSecret, UrlSealer } from './seal-url.ts';

/**
 * Opens a sealed address for the fetcher, and for nobody else: whatever comes back, page, notes or failure, holds the
 * sealed form again. Goes right around the fetcher, inside of everything that looks, counts or keeps.
 */
export function sealed(fetcher: PageFetcher, sealer: UrlSealer): PageFetcher {
  return {
    ...fetcher,
    async fetch(url, context, earlier) {
      const { url: opened, secrets } = sealer.open(url);
      const hide = hiding(secrets);
      const page = await guarded(hide, context, (scoped) => fetcher.fetch(opened, scoped, earlier));
      return {
        ...page,
        url: url.href,
        finalUrl: sealer.seal(new URL(page.finalUrl)).href,
        headers: hiddenHeaders(page, hide),
        body: hiddenBody(page.body, secrets),
      };
    },
  };
}

/** The same for pictures and documents: their addresses may be those of the page's own site. */
export function sealedFiles<Found>(checker: FileChecker<Found>, sealer: UrlSealer): FileChecker<Found> {
  return {
    async check(text, context, earlier) {
      const url = URL.parse(text);
      if (url === null) return checker.check(text, context, earlier);
      try {
        const { url: opened, secrets } = sealer.open(url);
        const hide = hiding(secrets);
        const verdict = await guarded(hide, context, (scoped) => checker.check(opened.href, scoped, earlier));
        return verdict.ok ? verdict : { ...verdict, reason: hide(verdict.reason) };
      } catch (error) {
        const { category, message } = error instanceof PipelineError ? error : toPipelineError(error);
        if (category !== 'invalid_url') throw error;
        return { ok: false, reason: `${category}: ${message}` };
      }
    },
  };
}

type Hide = (text: string) => string;

/** Characters: what is shorter stands in texts by chance. */
const shortest = 4;
/** The same for pages, which are long. */
const shortestInPages = 8;

/** Puts the sealed form in the place of each secret, in every way in which it may be written. */
function hiding(secrets: readonly SealedSecret[]): Hide {
  const known = spellings(secrets, shortest);
  return (text) =>
    redactText(known.reduce((hidden, { secret, sealed: form }) => hidden.replaceAll(secret, form), text));
}

/** The longest first, or a short one would spoil a longer one that holds it. */
function spellings(secrets: readonly SealedSecret[], atLeast: number): readonly SealedSecret[] {
  const all = secrets.flatMap(({ secret, sealed: form }) => {
    const plain = decoded(secret);
    const ways = new Set([secret, plain, encodeURIComponent(plain), plain.replaceAll('/', String.raw`\/`)]);
    return [...ways].map((way) => ({ secret: way, sealed: form }));
  });
  return all
    .filter(({ secret }) => secret.length >= atLeast)
    .toSorted((one, other) => other.secret.length - one.secret.length);
}

async function guarded<T>(hide: Hide, context: StageContext, work: (context: StageContext) => Promise<T>): Promise<T> {
  const scoped: StageContext = {
    ...context,
    note: (attributes) => context.note(hiddenAttributes(attributes, hide)),
    event: (name, attributes = {}) => context.event(name, hiddenAttributes(attributes, hide)),
  };
  try {
    return await work(scoped);
  } catch (error) {
    if (error instanceof Park || context.signal.aborted) throw error;
    throw hiddenFailure(toPipelineError(error), hide);
  }
}

function hiddenAttributes(attributes: Attributes, hide: Hide): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, typeof value === 'string' ? hide(value) : value]),
  );
}

/** Without the cause, which holds what it likes. */
function hiddenFailure({ category, message, details, retryAfter, stage }: PipelineError, hide: Hide): PipelineError {
  return new PipelineError(category, hide(message), {
    details: hiddenJson(details, hide) as FailureDetails,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(stage === undefined ? {} : { stage }),
  });
}

function hiddenJson(value: Json, hide: Hide): Json {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map((entry) => hiddenJson(entry, hide));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hiddenJson(inner, hide)]));
}

function hiddenHeaders({ headers }: Page, hide: Hide): Page['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, hide(value)]));
}

/** Pages like to name the address that they were asked by: in their canonical link, their structured data, a form. */
function hiddenBody(body: Uint8Array, secrets: readonly SealedSecret[]): Uint8Array {
  let hidden = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  for (const { secret, sealed: form } of spellings(secrets, shortestInPages)) {
    if (hidden.includes(secret)) hidden = Buffer.concat(pieces(hidden, Buffer.from(secret), Buffer.from(form)));
  }
  return hidden;
}

function pieces(body: Buffer, secret: Buffer, form: Buffer): readonly Uint8Array[] {
  const all: Uint8Array[] = [];
  let from = 0;
  for (let at = body.indexOf(secret); at !== -1; at = body.indexOf(secret, from)) {
    all.push(body.subarray(from, at), form);
    from = at + secret.length;
  }
  return [...all, body.subarray(from)];
}
