import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCorpus } from '../../bench/product-corpus.ts';
import { corporaFolder, f1Scores, goldUrls, scoreTable } from '../../bench/product-gold.ts';
import { withTemporaryDirectory } from '../../bench/temporary-directory.ts';

const corpora = corporaFolder(undefined);

/** Near the best paid service on these pages (price 0.916, sku 0.868, availability 0.929), on any part of them. */
const floors = { price: 0.92, sku: 0.86, availability: 0.91, brand: 0.79, currency: 0.91 };

test.skipIf(!existsSync(join(corpora, 'product-pages')))(
  'real product pages: no crash, and as good as what is sold [needs ../shared/corpora]',
  async () => {
    await withTemporaryDirectory(async (directory) => {
      const predictions = join(directory, 'predictions.json');
      const { counts } = await runCorpus(corpora, directory, predictions);
      expect(counts).toMatchObject({ rows: goldUrls(corpora).size, succeeded: goldUrls(corpora).size, failed: 0 });
      const scores = f1Scores(scoreTable(corpora, predictions, directory));
      for (const [field, floor] of Object.entries(floors)) expect(scores[field], field).toBeGreaterThanOrEqual(floor);
    });
  },
  120_000,
);
