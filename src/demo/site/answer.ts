import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Breakage } from './wire.ts';

/** An HTTP answer, whole. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The body compressed; made once, when first asked for. Absent where compression does not pay. */
  readonly gzipped?: () => Uint8Array;
  /** Names the content, so that whoever has it can ask whether it is still the same. */
  readonly etag?: () => string;
  /** Milliseconds to wait before it is sent, and between the two halves of its body. */
  readonly delay?: number;
  readonly pause?: number;
};

/** What comes of a request: an answer, or what is done to the connection instead. */
export type Reply = Answer | Breakage;

/** Bytes: smaller bodies are not worth compressing. */
const compressFrom = 1024;

type Rest = { readonly status?: number; readonly headers?: Readonly<Record<string, string>> };

/** A page that is kept, so that it is rendered and compressed once. */
export function htmlAnswer(markup: string, rest: Rest = {}): Answer {
  return textAnswer('text/html; charset=utf-8', markup, rest);
}

export function textAnswer(type: string, text: string, { status = 200, headers = {} }: Rest = {}): Answer {
  const body = Buffer.from(text);
  const etag = once(() => etagOf(body));
  const answer = { status, headers: { 'content-type': type, ...headers }, body, ...(status === 200 ? { etag } : {}) };
  return body.length < compressFrom ? answer : { ...answer, gzipped: once(() => gzipSync(body)) };
}

/** A file that may be asked for again: it has a name for its content. */
export function fileAnswer(type: string, body: Uint8Array): Answer {
  return { ...rawAnswer(type, body), etag: once(() => etagOf(body)) };
}

/** A page or file that is sent as it is. */
export function rawAnswer(
  type: string,
  body: Uint8Array | string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return { status: 200, headers: { 'content-type': type, ...headers }, body: bytes };
}

export function redirect(status: 301 | 302, location: string): Answer {
  return { status, headers: { location }, body: Buffer.alloc(0) };
}

function etagOf(body: Uint8Array): string {
  return `"${createHash('sha1').update(body).digest('hex').slice(0, 16)}"`;
}

/** Calls the function the first time only, and gives its result every time. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
