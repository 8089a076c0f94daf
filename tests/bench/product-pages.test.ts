import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCorpus } from '../../bench/product-corpus.ts';
import { corporaFolder, f1Scores, goldUrls, scoreTable } from '../../bench/product-gold.ts';
import { withTemporaryDirectory } from '../../bench/temporary-directory.ts';

const corpora = corporaFolder(undefined);

/** What open-source readers of structured data reach on these pages (extruct); a later score may only be better. */
const floors = { price: 0.63, sku: 0.47, availability: 0.55 };

test.skipIf(!existsSync(join(corpora, 'product-pages')))(
  'real product pages: no crash, and at least what structured data alone is known to give [needs ../shared/corpora]',
  async () => {
    await withTemporaryDirectory(async (directory) => {
      const predictions = join(directory, 'predictions.json');
      const { counts } = await runCorpus(corpora, directory, predictions);
      expect(counts).toMatchObject({ rows: goldUrls(corpora).size, succeeded: goldUrls(corpora).size, failed: 0 });
      const scores = f1Scores(scoreTable(corpora, predictions));
      for (const [field, floor] of Object.entries(floors)) expect(scores[field], field).toBeGreaterThanOrEqual(floor);
    });
  },
  120_000,
);
