import { z } from 'zod';
import { duration } from '#config/setting.ts';
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
  structuredOutputs: z.enum(['json_schema', 'json_object']).default('json_schema').meta({
    description: 'how the API is told the shape of the answer; json_object for those that know no JSON schema',
  }),
});
