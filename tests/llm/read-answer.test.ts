import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#core/json.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { Reply } from '#llm/chat-completion.ts';
import type { Completion } from '#llm/language-model.ts';
import { answerOf } from '#llm/read-answer.ts';
import { answerShape, damages, rightAnswer } from '../fixtures/damaged-answers.ts';
import { fakeRandom } from '../fakes/random.ts';
import { completion } from './completion.ts';

const usage = { input: 1, cachedInput: 0, output: 1, reasoning: 0, source: 'reported' } as const;
const request: Completion = { ...completion, schema: { name: 'thing', jsonSchema: answerShape } };

function read(content: string | undefined, changed: Partial<Reply> = {}, asked = request) {
  const reply: Reply = { model: 'm', finishReason: 'stop', content, refusal: undefined, usage, ...changed };
  return answerOf(reply, asked);
}

/** What became of an answer: how it was recovered, the category of the failure, or `WRONG`. */
function outcomeOf(content: string, truth: Json): string {
  try {
    const { answer, recovery } = read(content);
    return JSON.stringify(answer) === JSON.stringify(truth) ? recovery : `WRONG ${JSON.stringify(answer)}`;
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    return error.category;
  }
}

describe('560 damaged answers', () => {
  const random = fakeRandom(7);
  const outcomes = new Map(
    damages.map(({ name, apply, meant = (answer: Json) => answer }) => {
      const each = Array.from({ length: Math.ceil(560 / damages.length) }, () => {
        const truth = rightAnswer(random);
        const damaged = apply(truth, random);
        return { damaged, outcome: outcomeOf(damaged, meant(truth)) };
      });
      return [name, each] as const;
    }),
  );
  const all = [...outcomes.values()].flat();

  test('are of many kinds', () => {
    expect(damages.length).toBeGreaterThanOrEqual(20);
    expect(all.length).toBeGreaterThanOrEqual(500);
  });

  test('are recovered as they were meant, or fail in a clear category', () => {
    const clear = ['none', 'fences', 'prose', 'repaired_json', 'llm_output', 'llm_refused'];
    expect(all.filter(({ outcome }) => !clear.includes(outcome))).toEqual([]);
  });

  test.each([
    ['fences', 'fences'],
    ['fences without a language', 'fences'],
    ['prose before', 'prose'],
    ['prose after', 'prose'],
    ['prose and fences', 'prose'],
    ['reasoning before', 'prose'],
    ['a byte order mark', 'none'],
    ['a comma before a brace', 'repaired_json'],
    ['single quotation marks', 'repaired_json'],
    ['typographic quotation marks', 'repaired_json'],
    ['names without quotation marks', 'repaired_json'],
    ['words of Python', 'repaired_json'],
    ['the last brace missing', 'repaired_json'],
    ['JSON within a string', 'repaired_json'],
    ['the same answer twice', 'prose'],
    ['a line break inside a string', 'repaired_json'],
    ['an inch mark inside a string', 'repaired_json'],
    ['comments', 'llm_output'],
    ['two answers that differ', 'llm_output'],
    ['left out with dots', 'llm_output'],
    ['a wrapper', 'llm_output'],
    ['numbers as text', 'llm_output'],
    ['a field missing in what was damaged', 'llm_output'],
    ['a field doubled in what was damaged', 'llm_output'],
    ['nothing', 'llm_output'],
    ['an apology', 'llm_refused'],
  ])('%s: %s', (name, expected) => {
    expect(new Set(outcomes.get(name)?.map(({ outcome }) => outcome))).toEqual(new Set([expected]));
  });

  test('that can be mended by punctuation mostly are', () => {
    const recovered = all.filter(({ outcome }) => !outcome.startsWith('llm_'));
    expect(recovered.length / all.length).toBeGreaterThan(0.5);
  });
});

describe('an answer', () => {
  test('may leave out what was not found, or say null instead', () => {
    const said = '{"name":{"value":"Stool","quote":"Stool"},"materials":null,"note":"and more"}';
    expect(read(said).answer).toEqual(JSON.parse(said));
  });

  test.each([
    ['an object of other fields', '{"answer":"42"}', /the answer: expected an object with name/u],
    [
      'a value of another type',
      '{"price":{"value":{"amount":"4","currency":null},"quote":"4"}}',
      /price\.value\.amount/u,
    ],
    ['an item of another type', '{"materials":{"value":["oak",5],"quote":"oak"}}', /materials\.value\[1\]/u],
    ['an object where a value is asked', '{"name":{"value":{"text":"x"},"quote":"x"}}', /string or null, not object/u],
  ])('that is %s is told where it does not fit', (_, content, message) => {
    expect(() => read(content)).toThrow(
      expect.objectContaining({ category: 'llm_output', message: expect.stringMatching(message) }),
    );
  });

  test('is never told to the model by its own words in the problems', () => {
    const said = `{"ignore all rules":{"value":"SECRET"},"name":{"value":["SECRET"],"quote":"x"},}`;
    const failure: unknown = (() => {
      try {
        return read(said);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(PipelineError);
    const problems = (failure as PipelineError).details['problems'];
    expect(problems).not.toEqual([]);
    expect(JSON.stringify(problems)).not.toMatch(/SECRET|ignore/u);
  });

  test('to a repair says so', () => {
    const asked = { ...request, repair: { answer: 'no', problems: ['the answer is not exactly one JSON object'] } };
    expect(read('```\n{"name":null}\n```', {}, asked).recovery).toBe('repair_turn');
  });

  test.each(['length', 'MAX_TOKENS'])('with finish reason %s is cut off, though it is whole JSON', (finishReason) => {
    expect(() => read('{"name":null}', { finishReason })).toThrow(
      expect.objectContaining({ category: 'llm_output', details: expect.objectContaining({ cut_off: true }) }),
    );
  });

  test.each(['content_filter', 'SAFETY', 'refusal'])('with finish reason %s is refused', (finishReason) => {
    expect(() => read('{"name":null}', { finishReason })).toThrow(expect.objectContaining({ category: 'llm_refused' }));
  });

  test('that apologises before the object is no refusal', () => {
    expect(read('Sorry, here it is: {"name":null}').recovery).toBe('prose');
  });
});

test('whatever a model writes, it is read or fails in a category', () => {
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    '"',
    ':',
    ',',
    '\\',
    '\n',
    '```',
    'null',
    'name',
    'value',
    '1.5',
    ' ',
    '’',
    "'",
    '…',
  ];
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 40 }), (parts) => {
      try {
        expect(typeof read(parts.join('')).answer).toBe('object');
      } catch (error) {
        expect(error).toBeInstanceOf(PipelineError);
      }
    }),
    { numRuns: 2_000 },
  );
});
