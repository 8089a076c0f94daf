import { describe, expect, test } from 'vitest';
import { pageArtifact } from '#scraping/page-artifact.ts';
import { memoryBlobStore } from '../fakes/blob-store.ts';
import { fakePage } from '../fakes/page.ts';

describe('pageArtifact', () => {
  test('gives back the page after a trip through JSON', async () => {
    const page = fakePage({ body: Uint8Array.from([0, 255, 60, 112, 62]) });
    const codec = pageArtifact(memoryBlobStore());
    const json: unknown = JSON.parse(JSON.stringify(await codec.encode(page)));
    expect(await codec.decode(json as Awaited<ReturnType<typeof codec.encode>>, undefined)).toEqual(page);
  });

  test('keeps the body out of the JSON', async () => {
    const json = await pageArtifact(memoryBlobStore()).encode(fakePage({ body: 'x'.repeat(100_000) }));
    expect(JSON.stringify(json).length).toBeLessThan(1_000);
  });

  test('is undefined when the body was pruned, or the shape is another one', async () => {
    const blobs = memoryBlobStore();
    const codec = pageArtifact(blobs);
    const json = await codec.encode(fakePage());
    expect(await codec.decode({ url: 'https://shop.test/' }, undefined)).toBeUndefined();
    expect(await codec.decode(null, undefined)).toBeUndefined();
    blobs.blobs.clear();
    expect(await codec.decode(json, undefined)).toBeUndefined();
  });
});
