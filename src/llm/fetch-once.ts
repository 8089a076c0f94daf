import { Agent, request } from 'undici';

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * Of its own deadlines (five minutes each) undici has none here: a long answer may take longer, and the signal is the
 * only one. An answer has at most so many bytes: many times the longest that a model gives.
 */
const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, maxResponseSize: 32 * 1024 * 1024 });

/**
 * One request and its whole answer, as `fetch` gives it, for less than half of the CPU. No redirects: a key is for the
 * address that was configured.
 *
 * @throws Error of undici, or of the operating system, with a `code`.
 */
export const fetchOnce: Fetch = async (input, init = {}) => {
  const { statusCode, headers, body } = await request(input instanceof Request ? input.url : input, {
    dispatcher: agent,
    method: init.method === 'POST' ? 'POST' : 'GET',
    headers: init.headers instanceof Headers ? init.headers : new Headers(init.headers),
    body: typeof init.body === 'string' ? init.body : null,
    signal: init.signal ?? null,
  });
  return new WholeResponse(await body.text(), statusCode, namesAndValues(headers));
};

/** Its text is there, and need not go through a stream, which costs more than all the rest. */
class WholeResponse extends Response {
  override readonly text: () => Promise<string>;
  override readonly json: () => Promise<unknown>;

  constructor(text: string, status: number, headers: [string, string][]) {
    super(null, { status, headers });
    this.text = async () => text;
    this.json = async () => JSON.parse(text) as unknown;
  }
}

function namesAndValues(headers: Readonly<Record<string, string | string[] | undefined>>): [string, string][] {
  return Object.entries(headers).flatMap(([name, values = []]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  );
}
