import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { goldPages } from '../../bench/corpus-documents.ts';
import { floors, judgedTrials } from '../../bench/grounding-score.ts';
import { groundingTrials } from '../../bench/grounding-trial.ts';
import { corporaFolder } from '../../bench/product-gold.ts';

const corpora = corporaFolder(undefined);

test.skipIf(!existsSync(join(corpora, 'product-pages')))(
  'real product pages: gold values are grounded, wrong ones are flagged [needs ../shared/corpora]',
  () => {
    const { right, wrong, misses } = judgedTrials(groundingTrials(goldPages(corpora, 'open')));
    const told = misses.map(({ page, field, kind, text }) => `${page.slice(0, 8)} ${field} ${kind} ${text}`);
    expect(right, told.join('\n')).toBeGreaterThanOrEqual(floors.right);
    expect(wrong, told.join('\n')).toBeGreaterThanOrEqual(floors.wrong);
  },
  120_000,
);
