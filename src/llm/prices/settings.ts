import { z } from 'zod';

const dollars = z.number().min(0);

const configuredPrice = z.union(
  [
    z.strictObject({ sameAs: z.string().regex(/^[^/]+\/.+$/u) }),
    z.strictObject({
      /** US dollars for a million tokens. */
      input: dollars,
      output: dollars,
      cachedInput: dollars.optional(),
      cacheWrite: dollars.optional(),
      reasoning: dollars.optional(),
      /** US dollars for one call. */
      call: dollars.optional(),
    }),
  ],
  {
    error:
      'expected for each model { input, output } in US dollars for a million tokens (and cachedInput, cacheWrite, reasoning, or call for one call), or { sameAs: provider/model }',
  },
);

/** What a model costs, as somebody has configured it: its own rates, or those that another model is listed with. */
export type ConfiguredPrice = { readonly sameAs?: string | undefined } & {
  readonly [rate in 'input' | 'output' | 'cachedInput' | 'cacheWrite' | 'reasoning' | 'call']?: number | undefined;
};

export const priceSettings = z.strictObject({
  models: z
    .record(z.string(), configuredPrice)
    .optional()
    .transform((models): Readonly<Record<string, ConfiguredPrice>> => models ?? {})
    .meta({
      description:
        'what models cost whose price is not published, or is another for you, in US dollars for a million tokens: `{my-model: {input: 0.2, output: 0.8}}`, or `{sameAs: openai/gpt-4o-mini}`; 0 for a server of your own',
    }),
});
