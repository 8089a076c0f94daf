import { createHash } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { BlobStore } from '#core/blob-store.ts';
import type { CacheDatabase } from './cache-database.ts';

/** zstd at level 3: a page of 148 KB takes 37 KB, 0.5 ms to write and 0.13 ms to read. */
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

export function sqliteBlobStore({ db, commits }: CacheDatabase): BlobStore {
  return {
    put: async (bytes) => {
      const address = createHash('sha256').update(bytes).digest('hex');
      const known = await db.selectFrom('blobs').select('size').where('address', '=', address).executeTakeFirst();
      if (known !== undefined) return address;
      const content = zstdCompressSync(bytes, compression);
      await commits.write((transaction) =>
        transaction
          .insertInto('blobs')
          .values({ address, size: bytes.byteLength, content })
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      );
      return address;
    },
    get: async (address) => {
      const row = await db
        .selectFrom('blobs')
        .select(['content', 'size'])
        .where('address', '=', address)
        .executeTakeFirst();
      return row === undefined
        ? undefined
        : zstdDecompressSync(row.content, { maxOutputLength: Math.max(1, row.size) });
    },
  };
}
