import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { OtlpTarget } from './otlp-target.ts';

/** Sends what has been serialised. Nothing of it keeps the process alive once it has been aborted. */
export type OtlpSender = {
  /** Rejects when it was not taken. */
  send(body: Uint8Array): Promise<void>;
  /** No more waits from now on: what fails now has failed. */
  hurry(): void;
  /** Cuts off what is under way. */
  abort(): void;
};

/** Milliseconds before the first repetition, the factor for further ones, and the longest, as the SDK's exporter has them. */
const backoff = { first: 1_000, factor: 1.5, longest: 5_000 } as const;

const compressed = promisify(gzip);

/**
 * The SDK's own exporter waits for its repetitions with timers that nobody can stop: with a collector that is down the
 * process would live on for seconds after its work is done. What is repeated is what the protocol has:
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp-response
 */
export function otlpSender(target: OtlpTarget): OtlpSender {
  const hurried = new AbortController();
  const aborted = new AbortController();
  const secure = target.url.protocol === 'https:';
  const agent = secure
    ? new https.Agent({ keepAlive: true, ...certificatesOf(target) })
    : new http.Agent({ keepAlive: true });
  const headers = {
    ...target.headers,
    'content-type': target.protocol === 'http/json' ? 'application/json' : 'application/x-protobuf',
    ...(target.gzip ? { 'content-encoding': 'gzip' } : {}),
  };
  const post = (body: Uint8Array, signal: AbortSignal) =>
    answerTo((secure ? https : http).request(target.url, { method: 'POST', agent, headers, signal }), body);

  return {
    send: async (body) => {
      const signal = AbortSignal.any([AbortSignal.timeout(target.timeout), aborted.signal]);
      const packed = target.gzip ? await compressed(body) : body;
      let wait: number = backoff.first;
      for (;;) {
        const answer = await post(packed, signal).catch((error: unknown) => failureOf(error, signal));
        if (answer.problem === undefined) return;
        if (!answer.again || hurried.signal.aborted || signal.aborted) throw new Error(answer.problem);
        const pause = answer.after ?? wait;
        await sleep(pause, undefined, { ref: false, signal: AbortSignal.any([signal, hurried.signal]) }).catch(ignore);
        if (signal.aborted) throw new Error(answer.problem);
        wait = Math.min(wait * backoff.factor, backoff.longest);
      }
    },
    hurry: () => hurried.abort(),
    abort: () => {
      aborted.abort();
      agent.destroy();
    },
  };
}

type Answer = { readonly problem: string | undefined; readonly again: boolean; readonly after?: number };

const repeatable: ReadonlySet<number | undefined> = new Set([429, 502, 503, 504]);

function answerTo(request: http.ClientRequest, body: Uint8Array): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      const { statusCode = 0, headers } = response;
      // What it says is of no interest, but has to be read for the connection to be used again.
      response.on('error', reject).on('end', () => {
        const after = Number(headers['retry-after']) * 1_000;
        const problem = statusCode >= 200 && statusCode < 300 ? undefined : `answered ${statusCode}`;
        resolve({ problem, again: repeatable.has(statusCode), ...(after > 0 ? { after } : {}) });
      });
      response.resume();
    });
    request.end(body);
  });
}

function failureOf(error: unknown, signal: AbortSignal): Answer {
  if (signal.aborted) return { problem: 'did not answer in time', again: false };
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return {
    problem: code === 'ECONNREFUSED' ? 'refused the connection' : `could not be reached (${code})`,
    again: true,
  };
}

function certificatesOf({ certificate, clientCertificate, clientKey }: OtlpTarget): https.AgentOptions {
  const read = (name: 'ca' | 'cert' | 'key', path: string | undefined) =>
    path === undefined ? {} : { [name]: readFileSync(path) };
  return { ...read('ca', certificate), ...read('cert', clientCertificate), ...read('key', clientKey) };
}

function ignore(): void {
  // Whether the wait came to its end or was cut short makes no difference.
}
