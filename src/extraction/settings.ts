import { z } from 'zod';

export const extractionSettings = z.strictObject({
  strategy: z
    .enum(['auto', 'structured', 'llm'])
    .default('auto')
    .meta({
      description:
        "structured: the page's own data, free; llm: a model; auto: the page's own data first, a model for what is missing",
      flag: '--extractor <strategy>',
      env: ['SPECBOOK_EXTRACTOR'],
    }),
  prompt: z.string().min(1).optional().meta({
    description: 'a prompt file of your own (the one that comes with specbook is in prompts/)',
    flag: '--prompt <file>',
  }),
  schema: z.string().min(1).optional().meta({
    description:
      'your own record: a JSON Schema (.json, .yaml) or a module (.ts, .js) that exports a zod object as `schema`',
    flag: '--schema <file>',
  }),
  maxDocumentTokens: z.number().int().min(250).default(6_000).meta({
    description: 'how much of a page a model is given, in tokens; what is left out first is stated in docs/models.md',
  }),
});
