import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { unzipSync } from 'fflate';

/** Twelve secrets and two more, each of them where a user, a site or a provider would have it. */
export const secrets = {
  modelKeyInEnvironment: 'sk-env-9f2c71d0aa',
  modelKeyInFile: 'sk-file-58b1e3c4bb',
  otlpHeader: 'otlp-token-77aa10cc',
  passwordInAddress: 'pa55-in-address-dd',
  token: 'query-token-41e9ee',
  signature: 'c2lnbmF0dXJl%2Fquery-ff%3D',
  apiKey: 'query-api-key-6b02gg',
  cookie: 'cookie-of-the-site-hh',
  authorisation: 'redirect-bearer-ii',
  responseHeader: 'response-header-jj',
  serveToken: 'serve-token-20fekk',
  customHeader: 'custom-header-ll',
  password: 'pa55-of-the-site-mm',
} as const;

/** Every way in which a secret could be written. */
function spellings(secret: string): readonly string[] {
  const plain = decodeURIComponent(secret);
  const basic = ['anna'].map((user) => Buffer.from(`${user}:${plain}`).toString('base64'));
  return [secret, plain, encodeURIComponent(plain), Buffer.from(plain).toString('base64'), ...basic];
}

/** Which of the secrets stand in the bytes. */
export function leaks(bytes: Uint8Array | string): readonly string[] {
  const text = Buffer.from(bytes);
  return Object.entries(secrets).flatMap(([name, secret]) =>
    spellings(secret).some((spelling) => text.includes(spelling)) ? [name] : [],
  );
}

export type Seen = { readonly where: string; readonly bytes: Uint8Array | string };

/** Everything in the folder: files as they are, what is packed in them, and the rows of databases, but for page bodies. */
export function* contentsOf(folder: string): Generator<Seen> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    yield { where: path, bytes };
    if (path.endsWith('.xlsx')) {
      for (const [name, part] of Object.entries(unzipSync(bytes))) yield { where: `${path} ${name}`, bytes: part };
    }
    if (path.endsWith('.sqlite')) yield* rowsOf(path);
  }
}

function* rowsOf(path: string): Generator<Seen> {
  const database = new DatabaseSync(path, { readOnly: true });
  const tables = database.prepare(`select name from sqlite_schema where type = 'table'`).all();
  for (const { name } of tables) {
    if (name === 'blobs') continue;
    for (const row of database.prepare(`select * from "${String(name)}"`).all()) {
      const cells = Object.entries(row).map(([column, value]) => [
        column,
        value instanceof Uint8Array ? unpacked(value) : value,
      ]);
      yield { where: `${path} ${String(name)}`, bytes: JSON.stringify(Object.fromEntries(cells)) };
    }
  }
  database.close();
}

const unpacked = (bytes: Uint8Array) => zstdDecompressSync(bytes).toString();

export type Listening = { readonly origin: string; readonly port: number; close(): Promise<void> };

export async function listening(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<Listening> {
  const server: Server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${port}`, port, close };
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
