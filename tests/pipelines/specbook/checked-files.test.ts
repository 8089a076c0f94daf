import type { Json } from '#core/json.ts';
import { expect, test } from 'vitest';
import { checkedFiles } from '#pipelines/specbook/checked-files.ts';
import { productSchema } from '#pipelines/specbook/product-schema.ts';
import type { DocumentVerdict, ImageVerdict } from '#quality/files/file-check.ts';
import { fakeContext } from '../../fakes/context.ts';

const of = (name: string) => `https://shop.test/${name}`;
const image = (width: number, height: number): ImageVerdict => ({ ok: true, type: 'jpeg', width, height });
const refused = { ok: false, reason: 'a tracking pixel (1 x 1)' } as const;
const slow = { ok: false, reason: 'timeout: slow', passing: true } as const;

/** Looks at files whose verdicts are known, and remembers for which it was asked. */
function checking(
  images: Readonly<Record<string, ImageVerdict>>,
  documents: Readonly<Record<string, DocumentVerdict>> = {},
) {
  const asked: string[] = [];
  const from =
    <Verdict>(verdicts: Readonly<Record<string, Verdict>>) =>
    async (url: string): Promise<Verdict | undefined> => {
      asked.push(url);
      return verdicts[new URL(url).pathname.slice(1)];
    };
  return { asked, checks: { image: from(images), document: from(documents), mostImages: 2, mostDocuments: 1 } };
}

test('what is refused goes and makes room for the next, and the best picture comes first', async () => {
  const context = fakeContext();
  const { asked, checks } = checking({
    pixel: refused,
    small: image(100, 100),
    large: image(900, 900),
    unseen: image(1, 1),
  });
  const values = { name: 'Chair', images: ['pixel', 'small', 'large', 'unseen'].map(of) };
  const { values: kept, files, issues } = await checkedFiles(values, productSchema, checks, context);
  expect(asked).toEqual(['pixel', 'small', 'large'].map(of));
  expect(kept['images']).toEqual(['large', 'unseen', 'small'].map(of));
  expect(files[of('large')]).toEqual({ type: 'jpeg', width: 900, height: 900 });
  expect(issues).toEqual([
    { field: 'images', problem: `${of('pixel')} is not a picture of the product: a tracking pixel (1 x 1)` },
  ]);
  expect(context.notes).toMatchObject({ images: 4, images_accepted: 2, images_refused: 1, images_unreachable: 0 });
});

test('a field for one picture takes another of the page when its own turns out to be none', async () => {
  const { asked, checks } = checking({ pixel: refused, small: image(100, 100), large: image(900, 900) });
  const field = productSchema.target.fields.find(({ name }) => name === 'images');
  if (field === undefined) throw new Error('there should be a field for pictures');
  const one = { ...field, parse: (value: Json) => (typeof value === 'string' ? value : undefined) };
  const fields = productSchema.target.fields.map((each) => (each === field ? one : each));
  const schema = { ...productSchema, target: { ...productSchema.target, fields } };
  const context = fakeContext();
  const spare = ['small', 'large'].map(of);
  const { values } = await checkedFiles({ name: 'Chair', images: of('pixel') }, schema, checks, context, spare);
  expect(values['images']).toBe(of('small'));
  expect(asked).toEqual(['pixel', 'small'].map(of));
  expect(context.notes).toMatchObject({ images: 2, images_accepted: 1, images_refused: 1 });
  const kept = await checkedFiles({ name: 'Chair', images: of('large') }, schema, checks, fakeContext(), spare);
  expect(kept.values['images']).toBe(of('large'));
});

test('no more than three times as many are looked at', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `pixel-${index}`);
  const { asked, checks } = checking(Object.fromEntries(names.map((name) => [name, refused])));
  const { values } = await checkedFiles({ name: 'Chair', images: names.map(of) }, productSchema, checks, fakeContext());
  expect(asked).toHaveLength(6);
  expect(values['images']).toHaveLength(14);
});

test('a field whose files are all refused is gone, one that could not be looked at stays', async () => {
  const { checks } = checking({ pixel: refused }, { sheet: slow });
  const values = { name: 'Chair', images: [of('pixel')], documents: [{ title: 'Sheet', url: of('sheet') }] };
  const { values: kept, files, issues } = await checkedFiles(values, productSchema, checks, fakeContext());
  expect(kept).toEqual({ name: 'Chair', documents: values.documents });
  expect(files).toEqual({});
  expect(issues.map(({ problem }) => problem)).toContain(`${of('sheet')} could not be looked at: timeout: slow`);
});

test('where nothing may be fetched, nothing is said', async () => {
  const { checks } = checking({});
  const values = { name: 'Chair', images: [of('one'), of('two')] };
  const checked = await checkedFiles(values, productSchema, checks, fakeContext());
  expect(checked).toEqual({ values, files: {}, issues: [] });
});
