/**
 * Loaded into the program that bench/politeness.ts runs (`--import`): tells when it sent each request to a host or, at
 * the last moment, did not, and when it received each refusal, by the clock that all processes share. Written down at
 * the end, a line each, to the file that POLITENESS_LOG names.
 */
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Moment } from './politeness-intruders.ts';

const moments: Moment[] = [];
const note = (kind: Moment['kind'], request: ClientRequest, seconds?: number) => {
  moments.push({ kind, host: String(request.getHeader('host')), at: Number(process.hrtime.bigint()) / 1e6, seconds });
};

subscribe('http.client.request.start', (message) => {
  const { request } = message as { readonly request: ClientRequest };
  const send = () => note('sent', request);
  const { socket } = request;
  // What is written before there is a connection is kept until there is.
  if (socket === null) request.once('socket', (later) => (later.connecting ? later.once('connect', send) : send()));
  else if (socket.connecting) socket.once('connect', send);
  else send();
});

subscribe('http.client.request.created', (message) => {
  const { request } = message as { readonly request: ClientRequest };
  // Node writes a request as soon as it has told of its connection, unless it has been given up by then.
  request.once('socket', () => process.nextTick(() => request.destroyed && note('withheld', request)));
});

subscribe('http.client.response.finish', (message) => {
  const { request, response } = message as { readonly request: ClientRequest; readonly response: IncomingMessage };
  if (response.statusCode === 429) note('refused', request, Number(response.headers['retry-after']));
});

process.once('exit', () => {
  writeFileSync(process.env['POLITENESS_LOG'] ?? 'politeness.json', JSON.stringify(moments));
});
