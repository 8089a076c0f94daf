import { Agent as HttpAgent, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { PipelineError } from '#core/pipeline-error.ts';
import type { Target } from './address-guard.ts';
import { type Dial, opened } from './dial.ts';

type Settings = {
  readonly keepAlive: boolean;
  /** Milliseconds after which an idle connection is closed. */
  readonly timeout?: number;
};

type GiveConnection = (error: Error | null, stream: Duplex) => void;

/** Agents of Node's HTTP clients that open their connections with the dial, and in no other way. */
export function dialingAgents(
  dial: Dial,
  settings: Settings,
): { readonly http: HttpAgent; readonly https: HttpsAgent } {
  return { http: new DialingHttpAgent(dial, settings), https: new DialingHttpsAgent(dial, settings) };
}

class DialingHttpAgent extends HttpAgent {
  readonly #dial: Dial;

  constructor(dial: Dial, settings: Settings) {
    super(settings);
    this.#dial = dial;
  }

  override createConnection(options: ClientRequestArgs, give?: GiveConnection): undefined {
    hand(async () => this.#dial(targetOf(options), options.signal), give);
  }
}

class DialingHttpsAgent extends HttpsAgent {
  readonly #dial: Dial;

  constructor(dial: Dial, settings: Settings) {
    super(settings);
    this.#dial = dial;
  }

  override createConnection(options: ClientRequestArgs, give?: GiveConnection): undefined {
    const { signal, ...lasting } = options;
    hand(async () => {
      const target = targetOf(options);
      const socket = await this.#dial(target, signal);
      // node:https hands the socket on to node:tls; the types of node:http know no such option.
      const through: object = { ...lasting, socket };
      const secure = super.createConnection(through);
      if (!(secure instanceof TLSSocket)) throw new TypeError('node:https made no connection');
      // What is written earlier cannot be called back, and a handshake takes its time.
      return opened(secure, target, signal, 'secureConnect');
    }, give);
  }
}

function targetOf({ host, port }: ClientRequestArgs): Target {
  return { host: host ?? '', port: Number(port) };
}

/** The agent asks for a callback's way of answering; one that cannot answer would hold the request for ever. */
function hand(connecting: () => Promise<Duplex>, give: GiveConnection | undefined): void {
  if (give === undefined)
    throw new PipelineError('internal', 'an agent asked for a connection and did not wait for it');
  connecting().then(
    (stream) => give(null, stream),
    // Node takes the error alone; its types say otherwise.
    (error: Error) => (give as (error: Error) => void)(error),
  );
}
