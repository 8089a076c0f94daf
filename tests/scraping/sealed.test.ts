import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Attributes } from '#core/fact.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';
import { urlSealer } from '#scraping/seal-url.ts';
import { sealed, sealedFiles } from '#scraping/sealed.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeFetcher, fakePage, observesAll } from '../fakes/page.ts';

const key = randomBytes(32);
const sealer = urlSealer({ existing: () => key, existingOrNew: () => key });
const plain = 'https://shop.test/chair?token=s3cret%2Ftoken&page=1';
const stored = sealer.seal(new URL(plain));

/** Everything that could be kept of it, as one text. */
const kept = (value: unknown, body?: Uint8Array) =>
  `${JSON.stringify(value)} ${body === undefined ? '' : Buffer.from(body).toString()}`;

describe('a fetcher of sealed addresses', () => {
  test('is given the address with its credential; the page that comes back holds it nowhere', async () => {
    const body =
      '<link rel=canonical href="https://shop.test/chair?token=s3cret%2Ftoken"><script>"s3cret\\/token"</script>' +
      '<p>s3cret/token</p><p>Größe: 80 cm</p>';
    const fetcher = fakeFetcher(
      fakePage({
        url: plain,
        finalUrl: 'https://cdn.test/chair?session=s3cret%2Ftoken',
        headers: { link: '<https://shop.test/?token=other>; rel=next', location: '/x?next=s3cret%2Ftoken' },
        body,
      }),
    );
    const page = await sealed(fetcher, sealer).fetch(stored, fakeContext());
    expect(fetcher.urls).toEqual([plain]);
    expect(page.url).toBe(stored.href);
    expect(kept(page, page.body)).not.toMatch(/s3cret|=other/u);
    expect(Buffer.from(page.body).toString()).toContain('<p>Größe: 80 cm</p>');
    expect(sealer.open(new URL(page.finalUrl)).url.href).toBe('https://cdn.test/chair?session=s3cret%2Ftoken');
  });

  test('nor do the failure and the notes', async () => {
    const notes: Attributes[] = [];
    const leaking: PageFetcher = {
      name: 'leaking',
      observes: observesAll,
      fetch: async (url, context) => {
        context.note({ url: url.href, status: 500 });
        context.event('redirected', { to: url.href });
        throw new PipelineError('connection', `cannot reach ${url.href}`, {
          details: { tried: [url.href, { again: 's3cret/token' }] },
          cause: new Error(url.href),
          retryAfter: 5,
        });
      },
    };
    const context = fakeContext({
      note: (attributes) => void notes.push(attributes),
      event: (name, attributes = {}) => void notes.push({ name, ...attributes }),
    });
    const failure = await sealed(leaking, sealer)
      .fetch(stored, context)
      .catch((error: unknown) => error as PipelineError);
    if (!(failure instanceof PipelineError)) throw new Error('it should have failed');
    expect(failure).toMatchObject({ category: 'connection', retryAfter: 5 });
    expect(failure.cause).toBeUndefined();
    expect(kept([failure.message, failure.stack, failure.details, notes])).not.toContain('s3cret');
    expect(notes).toContainEqual(expect.objectContaining({ status: 500 }));
  });

  test('an address without credentials comes and goes as it is', async () => {
    const answer = fakePage();
    const page = await sealed(fakeFetcher(answer), sealer).fetch(new URL(answer.url), fakeContext());
    expect(page).toEqual({ ...answer, body: Buffer.from(answer.body) });
  });
});

describe('pictures', () => {
  test('are looked at by their real address, and refused without it', async () => {
    const asked: string[] = [];
    const checker = {
      check: async (url: string) => {
        asked.push(url);
        return { ok: false, reason: `timeout: ${url} is slow` } as const;
      },
    };
    const verdict = await sealedFiles(checker, sealer).check(stored.href, fakeContext());
    expect(asked).toEqual([plain]);
    expect(kept(verdict)).not.toContain('s3cret');
    const elsewhere = stored.href.replace('shop.test', 'thief.test');
    expect(await sealedFiles(checker, sealer).check(elsewhere, fakeContext())).toMatchObject({
      ok: false,
      reason: expect.stringContaining('invalid_url'),
    });
    expect(asked).toHaveLength(1);
  });
});
