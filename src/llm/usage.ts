import { z } from 'zod';
import { type NanoDollars, nanoDollars } from '#core/money.ts';
import type { Usage } from './language-model.ts';

const tokens = z.int().nonnegative().nullish().catch(undefined);
const parts = (names: Readonly<Record<string, typeof tokens>>) => z.looseObject(names).nullish().catch(undefined);

/** Every name that a provider has for a number of tokens. What is of another kind is taken for not said. */
const reportedUsage = z.looseObject({
  // OpenAI's chat completions, and whoever follows them.
  prompt_tokens: tokens,
  completion_tokens: tokens,
  total_tokens: tokens,
  prompt_tokens_details: parts({ cached_tokens: tokens, cache_write_tokens: tokens }),
  completion_tokens_details: parts({ reasoning_tokens: tokens }),
  // DeepSeek; Moonshot; Mistral.
  prompt_cache_hit_tokens: tokens,
  cached_tokens: tokens,
  num_cached_tokens: tokens,
  // OpenAI's responses, and Anthropic.
  input_tokens: tokens,
  output_tokens: tokens,
  input_tokens_details: parts({ cached_tokens: tokens, cache_write_tokens: tokens }),
  output_tokens_details: parts({ reasoning_tokens: tokens, thinking_tokens: tokens }),
  cache_read_input_tokens: tokens,
  cache_creation_input_tokens: tokens,
  // OpenRouter, in US dollars.
  cost: z.number().nonnegative().nullish().catch(undefined),
  is_byok: z.boolean().nullish().catch(undefined),
  cost_details: z
    .looseObject({ upstream_inference_cost: z.number().nonnegative().nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
});

type Reported = z.infer<typeof reportedUsage>;

const geminiUsage = z.looseObject({
  promptTokenCount: z.int().nonnegative(),
  candidatesTokenCount: tokens,
  thoughtsTokenCount: tokens,
  toolUsePromptTokenCount: tokens,
  cachedContentTokenCount: tokens,
});

/**
 * What an answer says of the tokens that it took, in whichever shape its provider says it; undefined when it does
 * not. Cached input is counted once, within the input, and reasoning within the output:
 *
 * - OpenAI, Azure, OpenRouter, vLLM, DeepSeek and most others report the parts within their wholes;
 * - Anthropic reports cached input beside the rest (https://platform.claude.com/docs/en/build-with-claude/prompt-caching);
 * - xAI and Gemini's OpenAI-compatible interface leave reasoning out of the completion, but not out of the total;
 * - Gemini's own names them apart (https://ai.google.dev/api/generate-content#UsageMetadata).
 */
export function reportedUsageOf(body: unknown): Usage | undefined {
  const { usage, usageMetadata } = fieldsOf(body);
  const said = usageMetadata ?? usage;
  // Asked first, because to find that it is something else takes a parser longer than all the rest.
  const gemini = 'promptTokenCount' in fieldsOf(said) ? geminiUsage.safeParse(said) : undefined;
  if (gemini?.success === true) return geminiTokens(gemini.data);
  const reported = reportedUsage.safeParse(usage);
  if (!reported.success) return undefined;
  const { prompt_tokens: prompt, input_tokens: input } = reported.data;
  if (typeof prompt === 'number') return chatTokens(prompt, reported.data);
  return typeof input === 'number' ? messageTokens(input, reported.data) : undefined;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function chatTokens(prompt: number, reported: Reported): Usage {
  const { prompt_tokens_details: inputParts, completion_tokens_details: outputParts } = reported;
  const { prompt_cache_hit_tokens, cached_tokens, num_cached_tokens } = reported;
  const cached = inputParts?.cached_tokens ?? prompt_cache_hit_tokens ?? cached_tokens ?? num_cached_tokens ?? 0;
  const completion = reported.completion_tokens ?? 0;
  return usageFrom({
    // More is cached than was sent: then it is reported beside the rest.
    input: cached > prompt ? prompt + cached : prompt,
    cachedInput: cached,
    cacheWrite: inputParts?.cache_write_tokens ?? 0,
    output: completion,
    reasoning: outputParts?.reasoning_tokens ?? 0,
    total: reported.total_tokens ?? 0,
    cost: costIn(reported),
  });
}

function messageTokens(input: number, reported: Reported): Usage {
  const { cache_read_input_tokens: read, cache_creation_input_tokens: written } = reported;
  const { input_tokens_details: inputParts, output_tokens_details: outputParts } = reported;
  return usageFrom({
    input: input + (read ?? 0) + (written ?? 0),
    cachedInput: read ?? inputParts?.cached_tokens ?? 0,
    cacheWrite: written ?? inputParts?.cache_write_tokens ?? 0,
    output: reported.output_tokens ?? 0,
    reasoning: outputParts?.reasoning_tokens ?? outputParts?.thinking_tokens ?? 0,
    total: 0,
    cost: costIn(reported),
  });
}

function geminiTokens(reported: z.infer<typeof geminiUsage>): Usage {
  const { promptTokenCount, cachedContentTokenCount, toolUsePromptTokenCount } = reported;
  const { candidatesTokenCount, thoughtsTokenCount } = reported;
  return usageFrom({
    input: promptTokenCount + (toolUsePromptTokenCount ?? 0),
    cachedInput: cachedContentTokenCount ?? 0,
    cacheWrite: 0,
    output: (candidatesTokenCount ?? 0) + (thoughtsTokenCount ?? 0),
    reasoning: thoughtsTokenCount ?? 0,
    total: 0,
    cost: undefined,
  });
}

type Tokens = Required<Omit<Usage, 'source' | 'cost'>> & {
  /** 0 when it is not said. */
  readonly total: number;
  readonly cost: NanoDollars | undefined;
};

/** What the total has more than input and output is output that was left out. A part is never more than its whole. */
function usageFrom({ input, cachedInput, cacheWrite, output, reasoning, total, cost }: Tokens): Usage {
  const leftOut = Math.max(0, total - input - output);
  const cached = Math.min(input, cachedInput);
  const written = Math.min(input - cached, cacheWrite);
  return {
    input,
    cachedInput: cached,
    ...(written === 0 ? {} : { cacheWrite: written }),
    output: output + leftOut,
    reasoning: Math.min(output + leftOut, Math.max(reasoning, leftOut)),
    source: 'reported',
    ...(cost === undefined ? {} : { cost }),
  };
}

/** With a key of one's own, OpenRouter's cost is its fee, and the model's provider is paid besides. */
function costIn({ cost, is_byok: ownKey, cost_details: details }: Reported): NanoDollars | undefined {
  if (typeof cost !== 'number') return undefined;
  const upstream = ownKey === true ? (details?.upstream_inference_cost ?? 0) : 0;
  return nanoDollars(Math.round((cost + upstream) * 1e9));
}
