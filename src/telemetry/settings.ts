import { z } from 'zod';
import { duration } from '#config/setting.ts';

export const traceSettings = z.strictObject({
  ratio: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .meta({
      description:
        'of the traces that nothing speaks for, the share that is kept, 0 to 1; those of failed, slow, repeated and poor items are always kept. OTEL_TRACES_SAMPLER overrules it',
      env: ['SPECBOOK_TRACES_RATIO'],
    }),
  slow: duration('30s', { description: 'how long an item may take before its trace is kept for that' }),
  lowScore: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .meta({ description: 'a record with a score below this is a poor one, and its trace is kept' }),
  first: z
    .number()
    .int()
    .min(0)
    .default(200)
    .meta({ description: 'how many of the first traces of a run are kept, whatever becomes of them' }),
  keepFor: duration('14d', { description: 'how long kept traces stay in the data directory' }),
  mostBytes: z
    .number()
    .int()
    .min(0)
    .default(100_000_000)
    .meta({ description: 'how many bytes of traces stay in the data directory; the oldest go first' }),
  content: z
    .boolean()
    .default(false)
    .meta({
      description:
        'whether the beginning of pages, prompts and answers is kept with traces, for debugging; it is stored and sent wherever traces are',
      env: ['SPECBOOK_TRACES_CONTENT'],
    }),
});
