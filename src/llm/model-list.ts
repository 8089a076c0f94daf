import { z } from 'zod';
import { duration } from '#config/setting.ts';
import { limitsSetting } from './limiter/settings.ts';
import { providerNames, structuredModes } from './providers.ts';

/** A model besides the default one. Fields have the meaning of the settings of the same names. */
export const furtherModel = z.strictObject({
  /** By which the other settings call it. */
  name: z.string().min(1),
  /** What its provider calls it, when that is something else. */
  id: z.string().min(1).optional(),
  provider: z.enum(providerNames).optional(),
  baseUrl: z.url({ protocol: /^https?$/u, error: 'expected an http or https URL' }).optional(),
  /** The environment variable that holds the key, and the file; the default model's key when there is neither. */
  apiKeyEnv: z.string().min(1).optional(),
  apiKeyFile: z.string().min(1).optional(),
  structuredOutputs: z.enum(['auto', ...structuredModes]).default('auto'),
  timeout: duration('60s', { description: 'how long one call may take' }),
  limits: limitsSetting({ description: 'what the account allows' }),
});

/** A model for the documents that meet all the conditions that are given. */
export const modelRoute = z.strictObject({
  model: z.string().min(1),
  stage: z.string().min(1).optional(),
  longerThan: z.number().int().min(0).optional(),
  shorterThan: z.number().int().min(1).optional(),
  structuredData: z.boolean().optional(),
  languages: z.array(z.string().min(2)).min(1).optional(),
});
