import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { extractionSettings } from '#extraction/settings.ts';
import { tokenCounter } from '#llm/count-tokens.ts';
import { goldPages } from '../../bench/corpus-documents.ts';
import { documentSurvival, missedFloors } from '../../bench/document-survival.ts';
import { corporaFolder } from '../../bench/product-gold.ts';

const corpora = corporaFolder(undefined);

test.skipIf(!existsSync(join(corpora, 'product-pages')))(
  'real product pages: what they say is still in what a model is shown of them [needs ../shared/corpora]',
  async () => {
    const { maxDocumentTokens } = extractionSettings.parse({});
    const survival = documentSurvival(goldPages(corpora, 'open'), maxDocumentTokens, await tokenCounter());
    expect(missedFloors(survival), JSON.stringify(survival.fields)).toEqual([]);
  },
  120_000,
);
