import { redirect } from '../answer.ts';
import { type Fault, message } from './fault.ts';

/** Pages that are not where they were. */
export const missing = {
  'not-found': {
    title: 'Page that does not exist (404)',
    room: 'Hall',
    ends: 'not_found',
    reply: () => message(404, '404 Not found'),
  },
  gone: {
    title: 'Product that was removed (410)',
    room: 'Hall',
    ends: 'not_found',
    reply: () => message(410, '410 Gone'),
  },
  'soft-404': {
    title: 'Says that the page was not found, with status 200',
    room: 'Hall',
    ends: 'soft_404',
    reply: () => message(200, 'Page not found', { text: 'Perhaps it was moved. Try the search.' }),
  },
  moved: {
    title: 'Moved for good (301), and there is a product',
    recovers: 'moved',
    reply: (_visit, _site, { path }) => redirect(301, path),
  },
  'redirect-loop': {
    title: 'Redirects in a circle',
    room: 'Cellar',
    ends: 'redirect',
    reply: ({ path, query }) => redirect(302, query === '' ? `${path}?again=1` : path),
  },
  'redirect-to-file': {
    title: 'Redirects to a file of the reader’s own machine',
    room: 'Cellar',
    ends: 'forbidden_address',
    reply: () => redirect(302, 'file:///etc/hostname'),
  },
  parked: {
    title: 'Domain that is parked and for sale',
    room: 'Hall',
    ends: 'parked',
    reply: (_visit, { host }) =>
      message(200, host, { text: `${host} is for sale! Buy this domain. Related searches: chairs, lamps, taps.` }),
  },
} as const satisfies Record<string, Fault>;
