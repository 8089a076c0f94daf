import { sendWith } from '#scraping/http-request.ts';
import type { Dial } from '#scraping/network/dial.ts';
import type { Fetch } from './finding.ts';

/** Asks for the beginning of an address by the way that pages are fetched, and held to the same rules. */
export function guardedFetch(dial: Dial): Fetch {
  const send = sendWith(dial);
  return async (url, { signal }) => {
    const limits = { headers: {}, maxBytes: 1_024, longer: 'stop' } as const;
    const { status } = await send(new URL(url), { ...limits, signal: signal ?? new AbortController().signal });
    // A Response takes no status outside of these.
    return new Response(null, { status: Math.min(Math.max(status, 200), 599) });
  };
}
