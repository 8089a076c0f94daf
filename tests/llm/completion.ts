import type { Completion } from '#llm/language-model.ts';

/** A small question, for tests of models. */
export const completion: Completion = {
  system: 'You are a test.',
  user: 'Name: Stool',
  schema: {
    name: 'thing',
    jsonSchema: {
      type: 'object',
      properties: { name: { type: ['string', 'null'] } },
      required: ['name'],
      additionalProperties: false,
    },
  },
  maxOutputTokens: 100,
};
