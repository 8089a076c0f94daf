import type { FailureCategory } from '#core/failure.ts';
import { type Answer, htmlAnswer, rawAnswer, redirect, type Reply } from './answer.ts';
import type { recovered } from './catalogue/recovered.ts';
import { accessDenied, challenge } from './fault-pages.ts';
import { escaped, htmlPage } from './markup.ts';
import { specSheet } from './spec-sheet.ts';

/** A request for a page with a fault. */
export type Visit = {
  /** As requested, without the query. */
  readonly path: string;
  readonly query: string;
  /** How often this path has been asked for, this time included. */
  readonly nth: number;
};

export type RecoveredProduct = keyof typeof recovered;

/** How a page with a fault behaves, and what a careful client makes of it. `title` is for a person. */
export type Fault = { readonly title: string } & (
  | {
      readonly ends: FailureCategory;
      readonly room: string;
      readonly recovers?: never;
      reply(visit: Visit): Reply;
    }
  | {
      readonly ends?: never;
      readonly recovers: RecoveredProduct;
      /** `path` is where the product's own page is, `page` what is there. */
      reply(visit: Visit, product: { readonly path: string; readonly page: Answer }): Reply;
    }
);

/** Milliseconds that the slow page takes. */
const slowness = 1500;

export const faults = {
  'not-found': {
    title: 'Page that does not exist (404)',
    room: 'Hall',
    ends: 'not_found',
    reply: () => message(404, 'Not found'),
  },
  gone: { title: 'Product that was removed (410)', room: 'Hall', ends: 'not_found', reply: () => message(410, 'Gone') },
  denied: {
    title: 'Deny page of a delivery network (403)',
    room: 'Hall',
    ends: 'bot_detected',
    reply: ({ path }) => htmlAnswer(accessDenied(path), { status: 403, headers: { server: 'AkamaiGHost' } }),
  },
  challenge: {
    title: 'Browser challenge in place of the page (200)',
    room: 'Stairs',
    ends: 'bot_detected',
    reply: ({ path }) =>
      htmlAnswer(challenge(path), {
        headers: { server: 'cloudflare', 'cf-mitigated': 'challenge', 'cf-ray': '8f0c0ffee0000000-DEM' },
      }),
  },
  'rate-limited': {
    title: 'Asks once to slow down (429), then answers',
    recovers: 'rate-limited',
    reply: ({ nth }, { page }) => (nth === 1 ? message(429, 'Too many requests', { 'retry-after': '1' }) : page),
  },
  flaky: {
    title: 'Fails once (500), then answers',
    recovers: 'flaky',
    reply: ({ nth }, { page }) => (nth === 1 ? message(500, 'Internal server error') : page),
  },
  'server-error': {
    title: 'Fails every time (500)',
    room: 'Stairs',
    ends: 'http_server_error',
    reply: () => message(500, 'Internal server error'),
  },
  slow: {
    title: 'Answers after a second and a half',
    recovers: 'slow',
    reply: (_visit, { page }) => ({ ...page, delay: slowness }),
  },
  never: { title: 'Never answers', room: 'Cellar', ends: 'timeout', reply: () => 'never' },
  reset: { title: 'Breaks the connection off', room: 'Cellar', ends: 'connection', reply: () => 'reset' },
  'redirect-loop': {
    title: 'Redirects in a circle',
    room: 'Cellar',
    ends: 'redirect',
    reply: ({ path, query }) => redirect(302, query === '' ? `${path}?again=1` : path),
  },
  moved: {
    title: 'Moved for good (301), and there is a product',
    recovers: 'moved',
    reply: (_visit, { path }) => redirect(301, path),
  },
  empty: {
    title: 'Empty page',
    room: 'Attic',
    ends: 'empty_content',
    reply: () => rawAnswer('text/html; charset=utf-8', ''),
  },
  document: {
    title: 'A PDF where a page should be',
    room: 'Attic',
    ends: 'unsupported_content',
    reply: () =>
      rawAnswer('application/pdf', specSheet(['Price list', 'This address leads to a document, not to a page.'])),
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

export const faultNames = Object.keys(faults) as readonly FaultName[];

/** The fault that a path stands for: `/faults/flaky`, or `/faults/flaky/2`, a page of its own with the same fault. */
export function faultAt(path: string): Fault | undefined {
  const name = /^\/faults\/([^/]+)(?:\/.*)?$/.exec(path)?.[1];
  return name !== undefined && Object.hasOwn(faults, name) ? faults[name as FaultName] : undefined;
}

function message(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = `<main><h1>${escaped(text)}</h1><p>The server answered with status ${status}.</p></main>`;
  return htmlAnswer(htmlPage({ locale: 'en-GB', title: `${status} ${text}`, body }), { status, headers });
}
