import type { ServerResponse } from 'node:http';

const html = { 'content-type': 'text/html; charset=utf-8' };
const beginning = '<!doctype html><title>Unfinished';

/** What a server can do to a connection that no answer can express. */
export const breakages = {
  /** Says nothing, ever. */
  never: () => undefined,
  /** Begins a page, and stays there. */
  stalled: (response) => {
    response.writeHead(200, html);
    response.write(beginning);
  },
  'reset at once': (response) => response.socket?.resetAndDestroy(),
  /** Promises more than it sends, and then resets the connection. */
  reset: (response) => {
    response.writeHead(200, { ...html, 'content-length': 5000 });
    response.write(beginning, () => response.socket?.resetAndDestroy());
  },
  /** Promises more than it sends, and then ends as if that were all. */
  'cut off': (response) => {
    response.writeHead(200, { ...html, 'content-length': 5000 });
    response.write(beginning, () => response.socket?.end());
  },
  /** The size of a chunk is not a number (RFC 9112, section 7.1). */
  'bad chunking': (response) =>
    response.socket?.end(
      `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nsize\r\n${beginning}\r\n`,
    ),
  'not HTTP': (response) => response.socket?.end('220 mail.demo.invalid ready\r\n'),
} as const satisfies Record<string, (response: ServerResponse) => unknown>;

export type Breakage = keyof typeof breakages;
