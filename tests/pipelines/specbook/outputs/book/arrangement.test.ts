import { describe, expect, test } from 'vitest';
import { type Arrangement, arranged, chapterTitle } from '#pipelines/specbook/outputs/book/arrangement.ts';
import { productSchema } from '#pipelines/specbook/product-schema.ts';
import type { StoredProduct } from '#pipelines/specbook/outputs/product-output.ts';
import { products, recordsOf } from '../products.ts';

/** A product of a category, with the columns of each of its rows. */
function product(id: string, category: string | undefined, ...rows: readonly Record<string, string>[]): StoredProduct {
  const [base] = products;
  if (base === undefined) throw new Error('there are products');
  const [first = {}, ...others] = rows;
  const values = { name: id, ...(category === undefined ? {} : { category }) };
  return {
    ...base,
    item: { ...base.item, id, input: { url: `https://a.example/${id}`, columns: first } },
    repeats: others.map((columns, index) => ({ line: index, input: { url: `https://a.example/${id}`, columns } })),
    record: { ...base.record, values },
  };
}

const list = [
  product('a', 'Lighting > Pendants', { room: 'Lobby', section: '26' }, { room: 'Bar', section: '26' }),
  product('b', 'Chairs', { room: 'Bar', section: '12', Floor: '2' }),
  product('c', undefined, { room: ' ' }),
  product('d', 'Lighting', { room: 'Lobby', section: '12' }),
];

const arrange = (groupBy: string, of = list) => arranged(() => recordsOf(of), productSchema, groupBy);

const chapters = (arrangement: Arrangement) =>
  arrangement.chapters.map((chapter) => [
    chapterTitle(chapter, arrangement),
    chapter.entries.map(({ item, sheet }) => `${sheet} ${item}`).join(', '),
    chapter.elsewhere.map(({ item, sheet }) => `${sheet} ${item}`).join(', '),
  ]);

describe('the arrangement of a book', () => {
  test('is by category, from the most general part, by name', async () => {
    expect(chapters(await arrange('category'))).toEqual([
      ['Chairs', '1 b', ''],
      ['Lighting', '2 a, 3 d', ''],
      ['Without a category', '4 c', ''],
    ]);
  });

  test('is by a column in the order of the list; a product wanted twice has one sheet', async () => {
    expect(chapters(await arrange('room'))).toEqual([
      ['Lobby', '1 a, 2 d', ''],
      ['Bar', '3 b', '1 a'],
      ['Without a room', '4 c', ''],
    ]);
  });

  test('takes the column as people write it, in any of the languages', async () => {
    expect((await arrange('Raum')).by).toBe('room');
    expect((await arrange('floor')).by).toBe('Floor');
  });

  test('is by section, else by room, else by category when nothing is said', async () => {
    expect((await arrange('auto')).by).toBe('section');
    expect((await arrange('auto', [product('a', 'Chairs', { room: 'Bar' })])).by).toBe('room');
    expect((await arrange('auto', [product('a', 'Chairs', { room: '' })])).by).toBe('category');
  });

  test('of a column that the list does not have is the usual one, and says so', async () => {
    expect(await arrange('building')).toMatchObject({ by: 'section', absent: 'building' });
    expect(await arrange('room')).toMatchObject({ by: 'room', absent: undefined });
  });

  test('without chapters is one', async () => {
    expect(chapters(await arrange('none'))).toEqual([['Products', '1 a, 2 b, 3 c, 4 d', '']]);
  });

  test('counts what there is, and knows which columns say something', async () => {
    expect(await arrange('none')).toMatchObject({
      products: 4,
      has: { code: false, quantity: false, room: true, section: true },
    });
    expect((await arrange('none', [])).chapters).toEqual([]);
  });
});
