import { describe, expect, test } from 'vitest';
import { judged } from '#scraping/judged.ts';
import { memoryBlobStore } from '../fakes/blob-store.ts';
import { fakeContext } from '../fakes/context.ts';
import { fakeFetcher, fakePage } from '../fakes/page.ts';

const url = new URL('https://shop.test/chair');

describe('judged', () => {
  test('lets a page through untouched', async () => {
    const page = fakePage();
    const blobs = memoryBlobStore();
    expect(await judged(fakeFetcher(page), blobs).fetch(url, fakeContext())).toBe(page);
    expect(blobs.blobs.size).toBe(0);
  });

  test('throws what was refused, with its evidence, and keeps a snapshot of the body', async () => {
    const page = fakePage({
      status: 403,
      headers: { 'cf-mitigated': 'challenge' },
      body: '<title>Just a moment...</title>',
    });
    const blobs = memoryBlobStore();
    const context = fakeContext();
    const address = await blobs.put(page.body);
    blobs.blobs.clear();
    await expect(judged(fakeFetcher(page), blobs).fetch(url, context)).rejects.toMatchObject({
      category: 'bot_detected',
      details: {
        vendor: 'cloudflare',
        confidence: 'declared',
        evidence: ['header cf-mitigated: challenge'],
        corroboration: [],
        status: 403,
        finalUrl: page.finalUrl,
        snapshot: address,
      },
    });
    expect(blobs.blobs.get(address)).toEqual(page.body);
    expect(context.notes).toMatchObject({ vendor: 'cloudflare', confidence: 'declared', snapshot: address });
    expect(context.events).toEqual([
      [
        'refused',
        {
          category: 'bot_detected',
          vendor: 'cloudflare',
          confidence: 'declared',
          evidence: 'header cf-mitigated: challenge',
          corroboration: '',
        },
      ],
    ]);
  });

  test('has no snapshot where there was no body', async () => {
    const blobs = memoryBlobStore();
    const attempt = judged(fakeFetcher(fakePage({ status: 404, body: '' })), blobs).fetch(url, fakeContext());
    await expect(attempt).rejects.toMatchObject({ category: 'not_found', details: { status: 404 } });
    await expect(attempt).rejects.not.toHaveProperty('details.snapshot');
    expect(blobs.blobs.size).toBe(0);
  });

  test('passes on how long the site asked to wait', async () => {
    const page = fakePage({ status: 429, headers: { 'retry-after': '7' } });
    const attempt = judged(fakeFetcher(page), memoryBlobStore()).fetch(url, fakeContext());
    await expect(attempt).rejects.toMatchObject({ category: 'rate_limited', retryAfter: 7_000 });
  });
});
