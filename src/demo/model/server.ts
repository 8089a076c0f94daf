import { createHash } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Clock } from '#core/clock.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { type FaultRate, knownFaults } from '../fault-rate.ts';
import { type Latency, latencyOf } from '../latency.ts';
import { bill } from './bill.ts';
import { type Reply, errorReply, modelId, modelsReply, parsed } from './chat.ts';
import { type Exchange, chatExchange, usualModelFaults } from './exchange.ts';
import { isObject } from './schema.ts';
import { type ModelFaultName, modelFaultNames } from './faults.ts';
import { type DemoLimits, limitsOf } from './limits.ts';

export type DemoModelSettings = {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** How often an answer fails; which way, when none are named, is any that a run gets over soon. */
  readonly faults?: Pick<FaultRate, 'rate'> & Partial<FaultRate>;
  /** What an answer takes. */
  readonly latency?: Latency;
  /** The account's limits; none when left out. */
  readonly limits?: DemoLimits;
  /** The longest prompt, in tokens; any when left out. */
  readonly contextTokens?: number;
  /** Milliseconds since the Unix epoch, by which the limits go. */
  readonly now?: () => number;
  readonly sleep?: Clock['sleep'];
};

export type DemoModel = {
  /** Up to and with `/v1`: what `model.baseUrl` is set to. */
  readonly baseUrl: string;
  /** Chat completions asked for so far, failed ones included. */
  requests(): number;
  /** How often each question was asked, by the SHA-256 of what the user says in it, in hexadecimal. */
  questions(): ReadonlyMap<string, number>;
  close(): Promise<void>;
};

const largestBody = 4 * 1024 * 1024;

/** `/v1/…`, or `/faults/NAME/v1/…` where every answer has that fault. */
const route = /^(?:\/faults\/([^/]+))?\/v1(\/[^?]*)/u;

/**
 * A stand-in for a language model, so that everything around one can be tried without an account or a download:
 * a server with OpenAI's interface that reads the prompt it is sent and answers by rules (labels, tables, a few
 * sentence patterns). It understands nothing, knows nothing of the demo's pages, and says so: its model is
 * `demo-model` and every answer carries `system_fingerprint: specbook-demo-stand-in`. Figures measured with it say
 * how the pipeline behaves, and nothing about what a real model finds. It counts four characters as a token.
 *
 * `GET /v1/demo/bill` is its own account of calls and tokens, answers that nobody waited for included.
 *
 * @throws PipelineError `config` naming `demo.modelPort` when the port cannot be had, or `demo.faults`.
 */
export async function startDemoModel(settings: DemoModelSettings): Promise<DemoModel> {
  const { port, host = '127.0.0.1', contextTokens = Number.POSITIVE_INFINITY, now = Date.now } = settings;
  const { latency = { median: 0, spread: 0 }, sleep = sleepInRealTime } = settings;
  const chance = faultRate(settings.faults);
  const limits = limitsOf(settings.limits ?? { kind: 'sliding', window: 60_000 }, now);
  const account = bill();
  const exchange = chatExchange({ chance, limits, contextTokens, bill: account });
  const closing = new AbortController();
  const questions = new Map<string, number>();
  let requests = 0;

  const answer = async (request: IncomingMessage): Promise<Exchange> => {
    const [, fault, path] = route.exec(request.url ?? '') ?? [];
    const always = modelFaultNames.find((name) => name === fault);
    const isRoute = path !== undefined && (fault === undefined || always !== undefined);
    const asked = `${request.method} ${isRoute ? path : ''}`;
    if (asked === 'GET /models') return { reply: modelsReply() };
    if (asked === 'GET /demo/bill') return { reply: { status: 200, body: account.asJson() } };
    if (asked !== 'POST /chat/completions') {
      return { reply: errorReply(404, `There is no ${request.method} ${request.url} here.`, 'unknown_url') };
    }
    requests += 1;
    const nth = requests;
    const text = await readBody(request);
    if (text === undefined) {
      return { reply: errorReply(413, `The body is larger than ${largestBody} bytes.`, 'request_too_large') };
    }
    const question = questionIn(text);
    questions.set(question, (questions.get(question) ?? 0) + 1);
    const made = exchange(text, always);
    if (made.tokens !== undefined) await sleep(latencyOf(latency, chance.seed, nth), closing.signal);
    return made;
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { reply, tokens } = await answer(request).catch((error: unknown): Exchange => {
      return { reply: errorReply(500, `The demo model failed: ${String(error)}`, 'server_error') };
    });
    if (tokens !== undefined) whenUnheard(response, () => account.unheard(modelId, tokens));
    if (reply === 'reset') response.socket?.resetAndDestroy();
    else if (reply !== 'never') write(response, reply, limits.headers());
  };

  const server = createServer((request, response) => void respond(request, response));
  await listen(server, port, host);
  const { port: taken } = server.address() as AddressInfo;
  return {
    baseUrl: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/v1`,
    requests: () => requests,
    questions: () => questions,
    close: () => {
      closing.abort();
      return close(server);
    },
  };
}

/** The hash of the first thing that the user says: what is said again to have an answer mended is the same question. */
function questionIn(body: string): string {
  const request = parsed(body);
  const messages = isObject(request) && Array.isArray(request['messages']) ? request['messages'] : [];
  const content = messages.filter(isObject).find(({ role }) => role === 'user')?.['content'];
  return createHash('sha256')
    .update(typeof content === 'string' ? content : body)
    .digest('hex');
}

const sleepInRealTime: Clock['sleep'] = async (milliseconds, signal) => {
  if (milliseconds > 0) await sleepFor(milliseconds, undefined, signal === undefined ? {} : { signal });
};

function faultRate(
  { rate, kinds, seed = 1 }: NonNullable<DemoModelSettings['faults']> = { rate: 0 },
): FaultRate<ModelFaultName> {
  return {
    rate,
    seed,
    kinds: kinds === undefined ? usualModelFaults : knownFaults(kinds, modelFaultNames, 'demo.faults'),
  };
}

/** Undefined when it is too large. It is read to its end even so: a client that still sends does not read answers. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  return size > largestBody ? undefined : Buffer.concat(chunks).toString('utf8');
}

/** The caller has gone, or goes before the answer is out. */
function whenUnheard(response: ServerResponse, tell: () => void): void {
  if (response.closed) tell();
  else response.on('close', () => response.writableFinished || tell());
}

function write(
  response: ServerResponse,
  { status, headers, body }: Reply,
  limits: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...limits, ...headers });
  response.end(JSON.stringify(body));
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const refused = (cause: Error) =>
      reject(new PipelineError('config', `demo.modelPort: ${host}:${port} cannot be listened on.`, { cause }));
    server.once('error', refused);
    server.listen(port, host, () => {
      server.off('error', refused);
      resolve();
    });
  });
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
