import type { ProductOutput } from './product-output.ts';

/**
 * products.jsonl: everything that is known, one product a line, for programs. `repeats` are the further rows of the
 * input that asked for the same page.
 */
export const productsJsonl: ProductOutput = {
  fileName: 'products.jsonl',
  async *render(_summary, records) {
    for await (const { item, line, source, traceId, record, repeats } of records()) {
      const { values, ...about } = record;
      const { url, columns } = item.input;
      const others = repeats.map(({ input, ...place }) => ({ ...place, columns: input.columns }));
      const again = others.length === 0 ? {} : { repeats: others };
      yield `${JSON.stringify({ line, source, url, columns, ...again, traceId, values, ...about })}\n`;
    }
  },
};
