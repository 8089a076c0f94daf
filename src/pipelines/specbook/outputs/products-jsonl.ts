import type { ProductOutput } from './product-output.ts';

/** products.jsonl: everything that is known, one product a line, for programs. */
export const productsJsonl: ProductOutput = {
  fileName: 'products.jsonl',
  async *render(_summary, records) {
    for await (const { item, line, traceId, record } of records()) {
      const { values, ...about } = record;
      yield `${JSON.stringify({ line, url: item.input.url, columns: item.input.columns, traceId, values, ...about })}\n`;
    }
  },
};
