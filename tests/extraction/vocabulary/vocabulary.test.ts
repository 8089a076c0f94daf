import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalFinishes } from '#extraction/vocabulary/finishes.ts';
import { canonicalMaterials } from '#extraction/vocabulary/materials.ts';

test.each([
  [
    ['Solid oak', 'Stainless steel'],
    ['oak', 'stainless steel'],
  ],
  [['Eichenfurnier, geölt'], ['oak', 'veneer']],
  [['Edelstahl, gebürstet'], ['stainless steel']],
  [
    ['acier laqué', 'Lin'],
    ['steel', 'linen'],
  ],
  [
    ['Vetro rigato', 'Ottone'],
    ['glass', 'brass'],
  ],
  [
    ['Acero inoxidable', 'Cuero'],
    ['stainless steel', 'leather'],
  ],
  [['Kunstleder'], ['artificial leather']],
  [
    ['Opalglas, mundgeblasen', 'Messing'],
    ['glass', 'brass'],
  ],
  [['Die-cast aluminum'], ['aluminium']],
  [['unobtainium'], []],
])('materials %j', (texts, terms) => {
  expect(canonicalMaterials(texts).toSorted()).toEqual(terms.toSorted());
});

test.each([
  [
    ['Matt white', 'Brushed brass'],
    ['matt', 'white', 'brushed', 'brass'],
  ],
  [['Messing geölt'], ['brass', 'oiled']],
  [['Ottone invecchiato'], ['brass', 'antique']],
  [['Terre cuite'], ['terracotta']],
  [
    ['RAL 9010 reinweiß', 'Noir'],
    ['white', 'black'],
  ],
  [['black or white'], ['black', 'white']],
])('finishes %j', (texts, terms) => {
  expect(canonicalFinishes(texts)).toEqual(terms);
});

test('a canonical term means itself, and no text makes it fail', () => {
  for (const canonical of [canonicalMaterials, canonicalFinishes]) {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        for (const term of canonical(texts)) expect(canonical([term])).toEqual([term]);
      }),
    );
  }
});
