import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { bodyOf, contentsOf, leaks, type Listening, listening, secrets, type Seen } from './planted-secrets.ts';
import { desk, type Ended } from './specbook.ts';

const own = desk();
/** What users keep elsewhere: the input, and the files with secrets. */
const elsewhere = mkdtempSync(join(tmpdir(), 'specbook-secrets-'));
const sent: string[] = [];
const pages: string[] = [];
const asked: string[] = [];
const keys: (string | undefined)[] = [];
const shown: Partial<Record<'cookie' | 'x-partner' | 'authorization', string>>[] = [];
let metricsPort = 0;
let isMended = false;
let demo: DemoModel;
let site: Listening;
let model: Listening;
let collector: Listening;

const product = (request: IncomingMessage) => {
  const address = `${site.origin}${request.url ?? ''}`.replaceAll('&', '&amp;');
  const data = {
    '@type': 'Product',
    name: 'Oak chair',
    url: `${site.origin}${request.url ?? ''}`,
    image: `${site.origin}/picture${new URL(request.url ?? '/', site.origin).search}`,
  };
  return `<!doctype html><html><head><title>Oak chair</title><link rel="canonical" href="${address}">
<meta property="og:url" content="${address}"><script type="application/ld+json">${JSON.stringify(data)}</script></head>
<body><h1>Oak chair</h1><p>A chair of solid oak, 4 kg, 45 × 50 × 80 cm. See <a href="${address}">here</a>.</p></body></html>`;
};

async function siteAnswer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', site.origin);
  asked.push(request.url ?? '');
  const { cookie, authorization, 'x-partner': partner } = request.headers;
  if (url.pathname === '/token') {
    pages.push(await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text());
    response.setHeader('link', `<${site.origin}${request.url ?? ''}>; rel="canonical"`);
    response.setHeader('x-session-secret', secrets.responseHeader);
    response.setHeader('etag', '"1"');
  }
  if (url.pathname === '/redirect' && cookie === undefined) {
    const headers = {
      location: request.url ?? '',
      'set-cookie': `session=${secrets.cookie}`,
      authorization: `Bearer ${secrets.authorisation}`,
    };
    return void response.writeHead(302, headers).end();
  }
  if (url.pathname === '/redirect' || url.pathname === '/private') {
    shown.push({ ...(cookie && { cookie }), ...(authorization && { authorization }), 'x-partner': String(partner) });
  }
  if (url.pathname === '/signed' && !isMended) return void response.writeHead(500).end(`no ${request.url ?? ''}`);
  if (url.pathname === '/picture')
    return void response
      .writeHead(200, { 'content-type': 'image/png' })
      .end(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
  if (url.pathname === '/robots.txt') return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(product(request));
}

/** Quotes the key in its refusal, as some providers do; answers what the demonstration's model answers otherwise. */
async function modelAnswer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  keys.push(request.headers.authorization);
  if (keys.length === 1) {
    return void response
      .writeHead(500, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: { message: `${request.headers.authorization ?? ''} is overloaded` } }));
  }
  const answer = await fetch(`${demo.baseUrl}/chat/completions`, { method: 'POST', body });
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

beforeAll(async () => {
  demo = await startDemoModel({ port: 0 });
  site = await listening(siteAnswer);
  model = await listening(modelAnswer);
  collector = await listening(async (request, response) => {
    if (request.headers['x-collector'] === secrets.otlpHeader) sent.push(await bodyOf(request));
    response.end();
  });
  metricsPort = await freePort();
});
afterAll(async () => {
  await Promise.all([demo, site, model, collector].map(async (server) => server.close()));
  own.clear();
  rmSync(elsewhere, { recursive: true, force: true });
});

const file = (name: string, text: string) => {
  const path = join(elsewhere, name);
  writeFileSync(path, text);
  return path;
};

function run(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return own.run(['pipeline', ...words, '--log', 'log/run.log', '--log-level', 'debug', '--items'], {
    env: {
      SPECBOOK_MODEL: 'demo-model',
      SPECBOOK_MODEL_BASE_URL: `${model.origin}/v1`,
      SPECBOOK_MODEL_API_KEY: secrets.modelKeyInEnvironment,
      SPECBOOK_SERVE_TOKEN: secrets.serveToken,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
      OTEL_EXPORTER_OTLP_HEADERS: `x-collector=${secrets.otlpHeader}`,
      OTEL_METRICS_EXPORTER: 'prometheus,otlp',
      OTEL_EXPORTER_PROMETHEUS_PORT: String(metricsPort),
      ...env,
    },
  });
}

/** The totals, as whoever has the token may see them. */
async function ledgerPage(): Promise<string> {
  const started = Promise.withResolvers<string>();
  const signals: NodeJS.Signals[] = [];
  const ended = own.run(['serve', '--port', '0'], {
    env: { SPECBOOK_SERVE_TOKEN: secrets.serveToken },
    watch: (printed) => {
      const origin = /^(http:\S+)\/metrics/mu.exec(printed)?.[1];
      if (origin !== undefined) started.resolve(origin);
      return signals.pop();
    },
  });
  void ended.then(({ stderr }) => started.reject(new Error(stderr)));
  const headers = { authorization: `Bearer ${secrets.serveToken}` };
  const page = await (await fetch(`${await started.promise}/metrics`, { headers })).text();
  signals.push('SIGTERM');
  const { stdout, stderr } = await ended;
  return page + stdout + stderr;
}

test(
  'twelve planted secrets are used as they are meant, also after a resume, and stand nowhere',
  { timeout: 120_000 },
  async () => {
    const { host } = new URL(site.origin);
    const input = file(
      'urls.csv',
      [
        'url',
        `${site.origin}/token?token=${secrets.token}&page=1`,
        `${site.origin}/token?page=1&token=${secrets.token}&keyword=oak`,
        `${site.origin}/signed?X-Amz-Signature=${secrets.signature}`,
        `${site.origin}/redirect?api_key=${secrets.apiKey}`,
        `http://anna:${secrets.passwordInAddress}@${host}/private`,
        `ftp://anna:${secrets.passwordInAddress}@${host}/?token=${secrets.token}`,
        `${site.origin}/token?token=${secrets.token}&page=1`,
      ].join('\n'),
    );
    const sites = {
      [host]: { user: 'anna', password: secrets.password, headers: { 'X-Partner': secrets.customHeader } },
    };
    const credentials = file('sites.yaml', JSON.stringify(sites));
    const key = file('key', secrets.modelKeyInFile);
    const words = ['--input', input, '--credentials', credentials, '--model-api-key-file', key];
    const first = await run([...words, '--retries', '1', '--max-failure-rate', '1']);
    expect(first.code, first.stderr).toBe(0);
    const failed = own.outputs().failures.map(({ url }) => url ?? '');
    isMended = true;
    const resumed = await run([
      '--resume',
      '--refresh',
      '--model-api-key-file',
      file('other-key', secrets.modelKeyInEnvironment),
    ]);
    expect(resumed.code, resumed.stderr).toBe(0);

    // Each of them did what it is for.
    const signed = `/signed?X-Amz-Signature=${secrets.signature}`;
    expect(failed).toEqual([expect.stringContaining('/signed?X-Amz-Signature=sealed.')]);
    expect(asked.filter((path) => path === signed).length).toBeGreaterThan(2);
    expect(asked).toContain(`/token?page=1&token=${secrets.token}&keyword=oak`);
    expect(asked).toContain(`/picture?token=${secrets.token}&page=1`);
    const basic = `Basic ${Buffer.from(`anna:${secrets.password}`).toString('base64')}`;
    expect(shown).toContainEqual({
      cookie: `session=${secrets.cookie}`,
      authorization: basic,
      'x-partner': secrets.customHeader,
    });
    expect(shown).toContainEqual({ authorization: basic, 'x-partner': secrets.customHeader });
    expect(keys).toEqual(
      expect.arrayContaining([`Bearer ${secrets.modelKeyInFile}`, `Bearer ${secrets.modelKeyInEnvironment}`]),
    );
    const outputs = own.outputs();
    expect(outputs.products.map(({ url }) => url.replace(/sealed\.v1\.[\w-]+/u, '…').replace(site.origin, ''))).toEqual(
      [
        '/token?token=…&page=1',
        '/token?page=1&token=…&keyword=oak',
        '/signed?X-Amz-Signature=…',
        '/redirect?api_key=…',
        '/private',
      ],
    );
    expect(outputs.run.counts).toMatchObject({ rows: 7, succeeded: 5, invalid: 1, duplicate: 1 });
    expect(statSync(join(own.directory, '.specbook/url.key')).mode & 0o777).toBe(0o600);

    // And stands nowhere else.
    const looked: Seen[] = [
      ...contentsOf(own.directory),
      ...[first, resumed].map(({ stdout, stderr }) => ({ where: 'console', bytes: stdout + stderr })),
      ...pages.map((bytes) => ({ where: 'live metrics', bytes })),
      ...sent.map((bytes) => ({ where: 'OTLP', bytes })),
      { where: 'ledger', bytes: await ledgerPage() },
    ];
    const found = looked.flatMap(({ where, bytes }) => leaks(bytes).map((name) => `${name} in ${where}`));
    expect(found).toEqual([]);

    // There was something to look at, in every place.
    const all = (where: string) =>
      Buffer.from(
        looked
          .filter((seen) => seen.where === where)
          .map(({ bytes }) => String(bytes))
          .join('\n'),
      );
    expect(all('live metrics').toString()).toContain('specbook_items_in_flight');
    expect(all('OTLP').toString()).toContain('resourceSpans');
    expect(all('OTLP').toString()).toContain('resourceMetrics');
    expect(all('OTLP').toString()).toContain('token=REDACTED');
    expect(all('ledger').toString()).toContain('specbook_scrape_attempts_total');
    expect(readFileSync(join(own.directory, 'log/run.log'), 'utf8')).toContain('"msg":"item done"');
    const tables = new Set(looked.flatMap(({ where }) => /\.sqlite (\w+)$/u.exec(where)?.[1] ?? []));
    expect([...tables]).toEqual(
      expect.arrayContaining(['facts', 'items', 'records', 'set_aside', 'traces', 'totals', 'pages', 'images']),
    );
    expect(first.stderr + first.stdout).toContain('--credentials');
  },
);

test('the search finds each secret, however it is written', () => {
  for (const [name, secret] of Object.entries(secrets)) expect(leaks(`x${secret}x`)).toEqual([name]);
  expect(leaks(Buffer.from(`anna:${secrets.password}`).toString('base64'))).toEqual(['password']);
  expect(leaks(decodeURIComponent(secrets.signature))).toEqual(['signature']);
});
