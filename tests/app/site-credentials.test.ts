import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSiteCredentials } from '#app/site-credentials.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { gotFetcher } from '#scraping/got-fetcher.ts';
import { siteSessions } from '#scraping/site-sessions.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { startHostileServer } from '../fixtures/hostile-server.ts';
import { openDial } from '../fixtures/ways-out.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'specbook-credentials-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(text: string): string {
  const path = join(folder, 'sites.yaml');
  writeFileSync(path, text);
  return path;
}

describe('credentials of sites', () => {
  test('are headers, for their host alone', () => {
    const credentials = readSiteCredentials(
      fileOf('shop.test:\n  user: anna\n  password: s3cret\nFiles.test:8443:\n  headers:\n    X-Api-Key: k3y\n'),
    );
    expect(credentials(new URL('https://shop.test/chair'))).toEqual({ authorization: 'Basic YW5uYTpzM2NyZXQ=' });
    expect(credentials(new URL('https://shop.test:81/chair'))).toEqual({ authorization: 'Basic YW5uYTpzM2NyZXQ=' });
    expect(credentials(new URL('https://files.test:8443/'))).toEqual({ 'x-api-key': 'k3y' });
    for (const other of ['https://files.test/', 'https://www.shop.test/', 'https://shop.test.evil.test/']) {
      expect(credentials(new URL(other))).toEqual({});
    }
    expect(readSiteCredentials(undefined)(new URL('https://shop.test/'))).toEqual({});
  });

  test.each([
    'shop.test: s3cret',
    'shop.test:\n  pasword: s3cret',
    'shop.test: ["s3cret',
    'shop.test:\n  headers:\n    "a b": s3cret',
  ])('a mistake in the file is told without what stands in it: %j', (text) => {
    const path = fileOf(text);
    let failure: unknown;
    try {
      readSiteCredentials(path);
    } catch (error) {
      failure = error;
    }
    if (!(failure instanceof PipelineError)) throw new Error('it should have been refused');
    expect(failure).toMatchObject({ category: 'config', message: expect.stringContaining('--credentials') });
    expect(failure.message).not.toContain('s3cret');
    expect(failure.cause).toBeUndefined();
  });

  test('are sent to their site, and not to where it redirects', async () => {
    const seen: (string | undefined)[] = [];
    const other = await startHostileServer({
      '/end': (response, request) => {
        seen.push(request.headers.authorization);
        response.end('<p>');
      },
    });
    const first = await startHostileServer({
      '/start': (response, request) => {
        seen.push(request.headers.authorization);
        response.writeHead(302, { location: other.url('/end').href }).end();
      },
    });
    const host = first.url('/start').host;
    const credentials = readSiteCredentials(fileOf(`"${host}":\n  user: anna\n  password: s3cret\n`));
    const fetcher = gotFetcher(
      { timeout: 5_000, firstByteTimeout: 5_000, maxBytes: 100_000, maxRedirects: 3 },
      { dial: openDial, sessions: siteSessions('page', credentials) },
    );
    const page = await fetcher.fetch(first.url('/start'), fakeContext({ clock: realClock }));
    await Promise.all([first.close(), other.close()]);
    expect(page.finalUrl).toBe(other.url('/end').href);
    expect(seen).toEqual(['Basic YW5uYTpzM2NyZXQ=', undefined]);
  });
});
