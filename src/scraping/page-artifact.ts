import { z } from 'zod';
import type { BlobStore } from '#core/blob-store.ts';
import type { ArtifactCodec } from '#core/stage.ts';
import type { Page } from './page.ts';

const stored = z.strictObject({
  url: z.string(),
  finalUrl: z.string(),
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  fetchedAt: z.number(),
  fetcher: z.string(),
  /** The blob address of the body. */
  body: z.string(),
});

/** Keeps a fetched page for a resumed item: its body in the blob store, the rest as JSON. */
export function pageArtifact(blobs: BlobStore): ArtifactCodec<Page> {
  return {
    schema: 'page/1',
    encode: async (page) => ({ ...page, body: await blobs.put(page.body) }),
    decode: async (json) => {
      const parsed = stored.safeParse(json);
      if (!parsed.success) return undefined;
      const body = await blobs.get(parsed.data.body);
      return body === undefined ? undefined : { ...parsed.data, body };
    },
  };
}
