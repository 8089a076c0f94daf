import type { Agent as HttpAgent, ClientRequest, ClientRequestArgs } from 'node:http';
import { TransformHeadersAgent } from 'got-scraping';
import type { Dial } from './network/dial.ts';
import { dialingAgents } from './network/dialing-agents.ts';

/** Milliseconds after which an idle connection is closed: less than most servers keep theirs open. */
const idle = 4_000;

/**
 * got-scraping's agent writes header names and order as a browser does, save for two things that no browser
 * would send with a GET over HTTP/1.1 and that give the client away: a Content-Length of 0, and client hints
 * in capitals at the end.
 */
class BrowserAgent<T extends HttpAgent> extends TransformHeadersAgent<T> {
  readonly #signal: AbortSignal;

  constructor(agent: T, signal: AbortSignal) {
    super(agent);
    this.#signal = signal;
  }

  /** Node's agent hands the options on to whoever opens a connection; the client leaves the signal out. */
  override addRequest(request: ClientRequest, options: ClientRequestArgs): void {
    super.addRequest(request, { ...options, signal: this.#signal });
  }

  override transformRequest(request: ClientRequest, options: { readonly sortHeaders: boolean }): void {
    // Node remembers what was removed, and then neither it nor the agent adds it again.
    request.removeHeader('content-length');
    request.removeHeader('transfer-encoding');
    super.transformRequest(request, options);
  }

  override toPascalCase(header: string): string {
    return header.startsWith('sec-ch-') ? header : super.toPascalCase(header);
  }
}

/**
 * Connections are opened with the dial, and kept open for the next request to the same host.
 *
 * @returns the agents for one request: when its signal aborts before the connection stands, that is given up.
 */
export function browserAgents(dial: Dial) {
  const { http, https } = dialingAgents(dial, { keepAlive: true, timeout: idle });
  return (signal: AbortSignal) => ({ http: new BrowserAgent(http, signal), https: new BrowserAgent(https, signal) });
}
