import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import { answerField } from '#pipelines/specbook/evaluation/answers.ts';
import { productSchema } from '#pipelines/specbook/product-schema.ts';

const accepts = (field: string, value: Json, accepted: string) => {
  const { find, accepts: isSame } = answerField(field, productSchema) ?? {};
  const found = find?.({ [field === 'currency' ? 'price' : field]: value });
  return found !== undefined && isSame?.(found, accepted) === true;
};

describe('values that are the same', () => {
  test.each<[string, Json, string]>([
    ['price', { amount: 1299.5, currency: 'EUR' }, '1299.50'],
    ['price', { amount: 1299.5 }, '1.299,50 €'],
    ['currency', { amount: 1, currency: 'EUR' }, '€'],
    ['currency', { amount: 1, currency: 'CAD' }, '$'],
    ['currency', { amount: 1, currency: 'SEK' }, 'kr'],
    ['currency', { amount: 1, currency: 'CHF' }, 'chf'],
    ['brand', 'KÄRCHER', 'Kärcher'],
    ['sku', 'LN-1', ' LN-1 '],
    ['gtin', '036000291452', '0036000291452'],
    ['availability', 'LimitedAvailability', 'InStock'],
    ['weight', { value: 2.2, unit: 'lb' }, '1 kg'],
    ['dimensions', { text: '40 x 50 x 80 cm', width: 40, depth: 50, height: 80, unit: 'cm' }, 'W 400 mm'],
    ['dimensions', { text: 'one size' }, 'One size'],
    ['materials', ['Oak', 'Steel'], 'steel'],
    ['documents', [{ title: 'Data sheet', url: 'https://a.test/s.pdf' }], 'https://a.test/s.pdf'],
  ])('%s %j is %s', (field, value, accepted) => {
    expect(accepts(field, value, accepted)).toBe(true);
  });

  test.each<[string, Json, string]>([
    ['price', { amount: 12 }, '12.50'],
    ['price', { amount: 12 }, 'on request'],
    ['currency', { amount: 1 }, '€'],
    ['currency', { amount: 1, currency: 'USD' }, '€'],
    ['sku', 'ln-1', 'LN-1'],
    ['gtin', '4006381333931', '4006381333932'],
    ['weight', { value: 1, unit: 'lb' }, '1 kg'],
    ['dimensions', { text: '40 cm', width: 40, unit: 'cm' }, 'W 40 cm, H 80 cm'],
  ])('%s %j is not %s', (field, value, accepted) => {
    expect(accepts(field, value, accepted)).toBe(false);
  });

  test('a field is found however it is written, and not made up', () => {
    expect(answerField('model_number', productSchema)?.name).toBe('modelNumber');
    expect(answerField('Lead time', productSchema)?.name).toBe('leadTime');
    expect(answerField('colourTemperature', productSchema)).toBeUndefined();
  });
});
