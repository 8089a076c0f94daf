import { gzipSync } from 'node:zlib';
import { rawAnswer, redirect } from '../answer.ts';
import { type Fault, message } from './fault.ts';

/** A port that no service uses (RFC 1078) and no user may take, so that it stays closed. */
const closedPort = 1;

/** A gzip stream of a page, without its end. */
const cutGzip = (): Uint8Array => {
  const whole = gzipSync(`<!doctype html><title>Unfinished</title>${'<p>half of a page</p>'.repeat(200)}`);
  return whole.subarray(0, whole.length / 2);
};

/** Servers and networks that fail. */
export const broken = {
  'server-error': {
    title: 'Fails every time (500)',
    room: 'Stairs',
    ends: 'http_server_error',
    reply: () => message(500, '500 Internal server error'),
  },
  reset: { title: 'Resets the connection amid the page', room: 'Cellar', ends: 'connection', reply: () => 'reset' },
  'reset-at-once': {
    title: 'Resets the connection before it answers',
    room: 'Cellar',
    ends: 'connection',
    reply: () => 'reset at once',
  },
  'closed-port': {
    title: 'Redirects to a port on which nobody listens',
    room: 'Cellar',
    ends: 'connection',
    reply: (_visit, { host }) => redirect(302, `http://${host}:${closedPort}/`),
  },
  'no-such-host': {
    title: 'Redirects to a host whose name does not resolve',
    room: 'Cellar',
    leftOut: 'it asks a name server, which is not on this machine',
    ends: 'dns',
    // The top-level domain that is never assigned: RFC 2606, section 2.
    reply: () => redirect(302, 'http://no-such-shop.invalid/'),
  },
  'self-signed': {
    title: 'Redirects to a server whose certificate nobody vouches for',
    room: 'Cellar',
    leftOut: 'its server has another port every time',
    ends: 'tls',
    reply: async (_visit, { secureOrigin }) => redirect(302, `${await secureOrigin()}/`),
  },
  'truncated-gzip': {
    title: 'Compressed page that breaks off',
    room: 'Cellar',
    ends: 'protocol',
    reply: () => rawAnswer('text/html; charset=utf-8', cutGzip(), { 'content-encoding': 'gzip' }),
  },
  'cut-off': {
    title: 'Page that is shorter than announced',
    room: 'Cellar',
    ends: 'protocol',
    reply: () => 'cut off',
  },
  'bad-chunking': {
    title: 'Chunks without a size',
    room: 'Cellar',
    ends: 'protocol',
    reply: () => 'bad chunking',
  },
  'not-http': { title: 'Speaks another protocol', room: 'Cellar', ends: 'protocol', reply: () => 'not HTTP' },
  never: {
    title: 'Never answers',
    room: 'Cellar',
    leftOut: 'it costs each attempt its whole --timeout',
    ends: 'timeout',
    reply: () => 'never',
  },
  'stalled-body': {
    title: 'Begins a page and never ends it',
    room: 'Cellar',
    leftOut: 'it costs each attempt its whole --timeout',
    ends: 'timeout',
    reply: () => 'stalled',
  },
} as const satisfies Record<string, Fault>;
