import { errorReply, type Reply } from './chat.ts';
import { type Headroom, type Limiter, limiter, type LimiterKind } from './limiter.ts';

export type DemoLimits = {
  readonly kind: LimiterKind;
  /** Milliseconds that the provider means by a minute. */
  readonly window: number;
  readonly requests?: number | undefined;
  readonly tokens?: number | undefined;
  /** Says nothing about its limits: neither what is left, nor how long to wait. */
  readonly silent?: boolean | undefined;
};

export type Limits = {
  /** Undefined when the request is let through, and has then been counted; otherwise the answer to it. */
  admit(tokens: number): Reply | undefined;
  /** What every answer says about the limits, in OpenAI's headers. */
  headers(): Readonly<Record<string, string>>;
};

type Named = { readonly name: 'requests' | 'tokens'; readonly limiter: Limiter };

/**
 * The account's limits, over all requests that the server gets.
 * Headers: https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers
 *
 * @param now milliseconds since the Unix epoch.
 */
export function limitsOf({ kind, window, requests, tokens, silent = false }: DemoLimits, now: () => number): Limits {
  const named = (name: Named['name'], limit: number | undefined): readonly Named[] =>
    limit === undefined ? [] : [{ name, limiter: limiter(kind, limit, window) }];
  const all = [...named('requests', requests), ...named('tokens', tokens)];
  return {
    admit: (wanted) => {
      const at = now();
      const amounts = all.map((one) => ({ ...one, amount: one.name === 'requests' ? 1 : wanted }));
      const waits = amounts.map((one) => ({ ...one, wait: one.limiter.waitFor(one.amount, at) }));
      const longest = waits.toSorted((left, right) => right.wait - left.wait)[0];
      if (longest !== undefined && longest.wait > 0) {
        return silent ? tooManyRequests('Too many requests.', longest.name, undefined) : tooMany(longest, at);
      }
      for (const one of amounts) one.limiter.take(one.amount, at);
      return undefined;
    },
    headers: () => {
      const told = silent ? [] : all.map((one) => headersOf(one.name, one.limiter.headroom(now())));
      return Object.assign({}, ...told) as Record<string, string>;
    },
  };
}

function tooMany(
  { name, limiter: exceeded, amount, wait }: Named & { amount: number; wait: number },
  at: number,
): Reply {
  const { limit, remaining } = exceeded.headroom(at);
  const unit = name === 'requests' ? 'requests per min (RPM)' : 'tokens per min (TPM)';
  const said = `Rate limit reached for demo-model on ${unit}: Limit ${limit}, Used ${limit - remaining}, Requested ${amount}.`;
  // What is larger than the limit itself will never be let through, so there is nothing to wait for.
  if (!Number.isFinite(wait)) return tooManyRequests(said, name, undefined);
  return tooManyRequests(`${said} Please try again in ${goDuration(wait)}.`, name, wait);
}

/** @param wait milliseconds. */
export function tooManyRequests(said: string, type: 'requests' | 'tokens', wait: number | undefined): Reply {
  const body = { error: { message: said, type, param: null, code: 'rate_limit_exceeded' } };
  const headers =
    wait === undefined
      ? {}
      : { 'retry-after-ms': String(Math.ceil(wait)), 'retry-after': String(Math.ceil(wait / 1_000)) };
  return { ...errorReply(429, said), body, headers };
}

/** The three headers of a limit. */
export function headersOf(
  name: Named['name'],
  { limit, remaining, reset }: Headroom,
): Readonly<Record<string, string>> {
  return {
    [`x-ratelimit-limit-${name}`]: String(limit),
    [`x-ratelimit-remaining-${name}`]: String(Math.max(0, remaining)),
    [`x-ratelimit-reset-${name}`]: goDuration(reset),
  };
}

/** As Go writes durations, and OpenAI with it: `120ms`, `1.5s`, `6m0s`. */
export function goDuration(milliseconds: number): string {
  const whole = Math.ceil(milliseconds);
  if (whole < 1_000) return `${whole}ms`;
  const minutes = Math.floor(whole / 60_000);
  return `${minutes > 0 ? `${minutes}m` : ''}${(whole - minutes * 60_000) / 1_000}s`;
}
