import type { Json } from '#core/json.ts';
import type { StageContext } from '#core/stage.ts';
import type { Candidate } from '#extraction/extraction.ts';
import { structuredExtractor } from '#extraction/structured-extractor.ts';
import type { TargetSchema } from '#extraction/target-schema.ts';
import { reduceHtml } from '#html/reduce.ts';

const names =
  'name brand manufacturer description modelNumber sku mpn gtin category price availability dimensions weight materials finishes images documents warranty certifications leadTime';
const schema: TargetSchema = {
  id: 'test/1',
  subject: 'product',
  fields: names
    .split(' ')
    .map((name) => ({ name, description: name, jsonSchema: {}, wanted: true, parse: (value: Json) => value })),
};

/** What the structured extractor finds in a page; it asks nothing of its surroundings. */
export async function fieldsOf(
  html: string,
  url = 'https://shop.example/oak-chair',
): Promise<Readonly<Record<string, Candidate>>> {
  return (await structuredExtractor().extract(reduceHtml({ url, html }), schema, {} as StageContext)).fields;
}

export async function valuesOf(html: string, url?: string): Promise<Readonly<Record<string, Json>>> {
  return Object.fromEntries(Object.entries(await fieldsOf(html, url)).map(([name, { value }]) => [name, value]));
}
