import type { Fact } from '#core/fact.ts';
import { seededDraw } from './seeded-draw.ts';

const draw = seededDraw(1);

export type PageFacts = { readonly scraped: readonly Fact[]; readonly settled: readonly Fact[] };

/** The facts that a page of the demonstration leaves, those of its scraping first. */
export function factsOfPage(item: string): PageFacts {
  const fact = (kind: string, stage: string, attributes: Fact['attributes']): Fact => ({
    kind,
    item,
    trace: '0af7651916cd43dd8448eb211c80319c',
    round: 1,
    stage,
    iteration: 1,
    attempt: 1,
    at: 1_700_000_000_000,
    duration: draw() ** 4 * 2_000,
    outcome: 'ok',
    attributes,
  });
  const url = `https://shop.test/${item}`;
  const page = { fetcher: 'http', status: 200, bytes: 150_000, body_bytes: 150_000, redirects: 0, url };
  const images = { images: 3, images_accepted: 3, images_refused: 0 };
  const fields = {
    fields_found: 'name,brand,description,sku,category,price,availability,dimensions,weight,materials,images',
    fields_missing: 'manufacturer,modelNumber,mpn,gtin,finishes,documents,warranty,certifications,leadTime',
  };
  return {
    scraped: [fact('fetch', 'scraping', page), fact('page', 'scraping', { cache: 'miss', fetcher: 'http' })],
    settled: [
      fact('stage', 'scraping', {}),
      fact('stage', 'html_processing', { html_characters: 150_000, document_tokens: 900 }),
      fact('stage', 'llm_extraction', { extractor: 'structured', fields: 12 }),
      fact('stage', 'validation', {
        verdict: 'valid',
        score_completeness: draw(),
        score_confidence: draw(),
        ...images,
        ...fields,
      }),
      fact('settlement', '', { outcome: 'succeeded' }),
    ],
  };
}
