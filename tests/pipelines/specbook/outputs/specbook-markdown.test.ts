import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkTo, plain, tableRow } from '#pipelines/specbook/outputs/book/markdown-text.ts';
import { specbookMarkdown } from '#pipelines/specbook/outputs/specbook-markdown.ts';
import { productSchema } from '#pipelines/specbook/product-schema.ts';
import { expectGolden } from '../../../golden/golden.ts';
import { hardProducts } from './hard-products.ts';
import { products } from './products.ts';
import { book, rendered } from './render.ts';

const markdown = (settings = {}) => specbookMarkdown(productSchema, book(settings));

describe('specbook.md', () => {
  test('is as committed', async () => {
    await expectGolden('specbook.md', await rendered(markdown({ project: 'Harbour House', revision: 'B' })));
  });

  test('has an anchor for each link within it', async () => {
    const text = await rendered(markdown(), hardProducts);
    const links = [...text.matchAll(/\]\(#([^)]+)\)/gu)].map(([, target]) => target ?? '');
    const anchors = new Set([...text.matchAll(/<a id="([^"]+)"><\/a>/gu)].map(([, id]) => id ?? ''));
    expect(links.length).toBeGreaterThan(hardProducts.length);
    expect(links.filter((target) => !anchors.has(target))).toEqual([]);
    expect(anchors.size).toBe(hardProducts.length);
  });

  test('has tables whose rows have as many cells as their heads, whatever is in them', async () => {
    const rows = (await rendered(markdown(), hardProducts))
      .split('\n')
      .map((line) => line.match(/(?<!\\)\|/gu)?.length ?? 0);
    const tables = rows.filter((bars, index) => bars > 0 && (rows[index - 1] ?? 0) > 0 && rows[index - 1] !== bars);
    expect(tables).toEqual([]);
  });

  test('marks what is doubtful and what is not stated', async () => {
    const text = await rendered(markdown(), [...hardProducts.slice(0, 1), ...products.slice(2)]);
    expect(text).toMatch(/\| [^|]+ \| language model \| \*\*verify\*\* \|/u);
    expect(text).toContain('| Brand | … |  | not stated |');
  });

  test('of a run without products says so', async () => {
    expect(await rendered(markdown(), [])).toContain('This run has no products.');
  });
});

describe('text as Markdown', () => {
  test('reads as it is', () => {
    expect(plain('<b>*not* [a](link) | `code` # &amp;')).toBe(
      String.raw`\<b\>\*not\* \[a\](link) \| \`code\` \# \&amp;`,
    );
    expect(plain('- no list\n1. nor this')).toBe(String.raw`\- no list 1. nor this`);
    expect(plain('12. no list')).toBe(String.raw`12\. no list`);
    expect(plain('2.9 kg')).toBe('2.9 kg');
    expect(plain('---')).toBe(String.raw`\---`);
  });

  test('never ends its cell, opens HTML or begins a line of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const made = plain(text);
        expect(made).not.toMatch(/[\n\r]/u);
        expect(made.replaceAll(/\\[^\p{L}]/gu, '')).not.toMatch(/[<>|`*_[\]]/u);
        expect(tableRow([made]).match(/(?<!\\)(?:\\\\)*\|/gu)).toHaveLength(2);
      }),
    );
  });

  test('links to addresses of the web alone, which cannot leave their brackets', () => {
    expect(linkTo('javascript:alert(1)', 'a')).toBe('a');
    expect(linkTo('https://a.example/x>(y|z)', 'a')).toBe('[a](<https://a.example/x%3E(y%7Cz)>)');
  });
});
