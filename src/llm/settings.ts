import { z } from 'zod';
import { duration } from '#config/setting.ts';
import { fallbackCategories } from './fallback.ts';
import { furtherModel, modelRoute } from './model-list.ts';
import { providerNames, structuredModes } from './providers.ts';
import { limitsSetting } from './limiter/settings.ts';

export const modelSettings = z.strictObject({
  name: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'the model, as its provider calls it',
      flag: '--model <name>',
      env: ['SPECBOOK_MODEL'],
    }),
  baseUrl: z
    .url({ protocol: /^https?$/u, error: 'expected an http or https URL' })
    .optional()
    .meta({
      description: "any OpenAI-compatible API; OpenAI's own when left out",
      flag: '--model-base-url <url>',
      env: ['SPECBOOK_MODEL_BASE_URL'],
    }),
  apiKey: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'the key for that API',
      env: ['SPECBOOK_MODEL_API_KEY', 'OPENAI_API_KEY'],
      secret: true,
    }),
  apiKeyFile: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'a file that holds the key',
      flag: '--model-api-key-file <file>',
      env: ['SPECBOOK_MODEL_API_KEY_FILE'],
    }),
  answers: z
    .enum(['use', 'refresh', 'only', 'off'])
    .default('use')
    .meta({
      description:
        'use: ask only what was not answered before; refresh: ask everything anew; only: never ask; off: neither look for answers nor keep them',
      flag: '--answers <mode>',
      env: ['SPECBOOK_ANSWERS'],
    }),
  timeout: duration('60s', {
    description: 'how long one call may take',
    flag: '--model-timeout <duration>',
  }),
  retries: z.number().int().min(0).max(20).default(3).meta({ description: 'how often a failed call is repeated' }),
  limits: limitsSetting({
    description:
      'what the account allows, where it does not say so itself: rpm, tpm, itpm, otpm, rpd, tpd, concurrency, and pool for models that share them',
    flag: '--model-limits <name=count,…>',
    env: ['SPECBOOK_MODEL_LIMITS'],
  }),
  maxOutputTokens: z.number().int().min(100).default(2_000).meta({ description: 'the longest answer, in tokens' }),
  structuredOutputs: z
    .enum(['auto', ...structuredModes])
    .default('auto')
    .meta({
      description:
        'how the API is told the shape of the answer: by its schema, as JSON with the schema in the prompt, as a tool call, or in plain text; auto: as the provider does it best',
    }),
  provider: z.enum(providerNames).optional().meta({
    description: 'who runs the model, when the address does not tell',
  }),
  further: z.array(furtherModel).default([]).meta({
    description: 'further models, for the settings below (see docs/models.md)',
  }),
  fallback: z.array(z.string()).default([]).meta({
    description: 'the models that are asked, in this order, when another fails',
  }),
  fallbackOn: z
    .array(z.enum(fallbackCategories))
    .default([...fallbackCategories])
    .meta({ description: 'the failures after which the next model is asked' }),
  cascade: z.string().optional().meta({
    description: 'the larger model that is asked again where the answer does not fit the schema or the page',
  }),
  routes: z.array(modelRoute).default([]).meta({
    description: 'models for documents of some kind, the first that fits; the default model for all others',
  }),
  redact: z.array(z.string()).default([]).meta({
    description:
      'what is replaced in all that a model is sent: email, phone, iban, credit_card, /a regular expression/',
  }),
});
