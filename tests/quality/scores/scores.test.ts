import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clarityChecks, type ReadText } from '#quality/scores/clarity.ts';
import { fitsLanguage, languageOf } from '#quality/scores/language.ts';
import { dimensions, overallScore, passed, scoreWeights } from '#quality/scores/scores.ts';

describe('the whole score', () => {
  test('is 40 % accuracy, 30 % completeness, 20 % clarity, 10 % coherence', () => {
    expect(overallScore({ accuracy: 1, completeness: 0, clarity: 0, coherence: 0 })).toBeCloseTo(0.4);
    expect(overallScore({ accuracy: 0.9, completeness: 0.5, clarity: 1, coherence: 0.5 })).toBeCloseTo(0.76);
  });

  test('of a record without texts is of the other dimensions alone', () => {
    expect(overallScore({ accuracy: 0.8, completeness: 0.8 })).toBeCloseTo(0.8);
    expect(overallScore({})).toBe(0);
  });

  test('lies between its dimensions, and rises with each', () => {
    const score = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        score,
        score,
        score,
        score,
        fc.constantFrom(...dimensions),
        (accuracy, completeness, clarity, coherence, one) => {
          const scores = { accuracy, completeness, clarity, coherence };
          const all = Object.values(scores);
          expect(overallScore(scores)).toBeGreaterThanOrEqual(Math.min(...all) - 1e-9);
          expect(overallScore(scores)).toBeLessThanOrEqual(Math.max(...all) + 1e-9);
          const gain = overallScore({ ...scores, [one]: 1 }) - overallScore(scores);
          expect(gain).toBeCloseTo(scoreWeights[one] * (1 - scores[one]));
        },
      ),
    );
  });
});

const title = (text: string): ReadText => ({ field: 'name', role: 'title', text, language: 'en' });
const description = (text: string, language = 'en'): ReadText => ({
  field: 'description',
  role: 'description',
  text,
  language,
});
const problemsOf = (read: ReadText) => clarityChecks([read]).flatMap(({ problem }) => problem ?? []);
const good = 'A dining chair of solid oak with a seat that is upholstered in leather, for use at the table.';

describe('clarity', () => {
  test('of a plain name and description is whole', () => {
    expect(passed(clarityChecks([title('Spindle Back Dining Chair'), description(good)]))).toBe(1);
    expect(passed(clarityChecks([]))).toBeUndefined();
  });

  test.each([
    [title('Chair <b>Oak</b>'), 'markup'],
    [title('Tom &amp; Jerry chair'), 'markup'],
    [title('BUY THE BEST OAK CHAIR TODAY'), 'capitals'],
    [title('Oak chair with arms and…'), 'cut off'],
    [title('Oak chair - Add to cart'), 'own words'],
    [title('undefined'), 'says nothing'],
    [title('Oak dining chair, Oak dining chair'), 'repeats itself'],
    [title(`Chair ${'very long '.repeat(20)}`), 'longer than a name'],
    [description('Nice chair.'), 'shorter than a sentence'],
    [description(`${good} Read more`), 'cut off'],
    [description(good, 'de-DE'), "not in the page's language"],
    [
      description('Ein Stuhl aus massiver Eiche mit einem Sitz, der mit Leder bezogen ist, für den Esstisch.', 'fr'),
      "page's language",
    ],
  ])('%j', (read, problem) => {
    expect(problemsOf(read)).toEqual(expect.arrayContaining([expect.stringContaining(problem)]));
  });

  test.each([
    'GLIMÅKRA',
    'IKEA POÄNG',
    'USM Haller Sideboard M 1.2',
    'LC4 CP Chaise Longue',
    "Fritz Hansen 'Series 7' (3107)",
  ])('a name that is one is no fault: %s', (name) => {
    expect(problemsOf(title(name))).toEqual([]);
  });
});

test.each([
  ['en', good],
  [
    'de',
    'Mundgeblasene Leuchte aus Opalglas mit einem Beschlag aus geöltem Messing. Für die Decke oder die Wand, auch im Bad einsetzbar.',
  ],
  [
    'fr',
    'Lampadaire élancé dont le fût en acier se courbe sous le poids de l’abat-jour. La lumière se règle par simple effleurement et avec une télécommande.',
  ],
  [
    'it',
    'Applique da esterno in ottone invecchiato con vetro rigato. Il corpo si apre senza attrezzi per cambiare la lampadina e il vetro.',
  ],
  ['es', 'Una lámpara de pie con una pantalla de lino que se regula con el mando, para el salón y las habitaciones.'],
])('texts in %s are known as such', (language, text) => {
  expect(languageOf(text)).toBe(language);
  expect(fitsLanguage(text, language)).toBe(true);
});

test('where nothing can be told, nothing is wrong', () => {
  fc.assert(fc.property(fc.string({ maxLength: 30 }), (text) => fitsLanguage(text, 'en')));
  expect(fitsLanguage(good, 'ja')).toBe(true);
  expect(fitsLanguage(good, '')).toBe(true);
});
