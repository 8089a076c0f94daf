import type { Json } from '#core/json.ts';

/**
 * How a model is told the shape of its answer: held to the schema; held to JSON, with the schema in the prompt; by
 * calling a tool whose arguments have the shape; by the prompt alone.
 */
export const structuredModes = ['json_schema', 'json_object', 'tool_call', 'text'] as const;
export type StructuredMode = (typeof structuredModes)[number];

/** What is known of a provider's OpenAI-compatible API. */
export type Provider = {
  /** The hosts by which it is recognised. */
  readonly hosts: RegExp | undefined;
  readonly baseUrl: string | undefined;
  readonly structuredOutputs: StructuredMode;
  /** What it calls the longest answer. */
  readonly lengthLimit: 'max_completion_tokens' | 'max_tokens';
  /** What every request holds besides. */
  readonly extra?: Readonly<Record<string, Json>>;
};

const likeOpenAi = { structuredOutputs: 'json_schema', lengthLimit: 'max_completion_tokens' } as const;

/** As their documentation has it (2026-11). A server that is none of these is taken to be like OpenAI's. */
export const providers = {
  openai: { ...likeOpenAi, hosts: /(?:^|\.)openai\.com$/u, baseUrl: 'https://api.openai.com/v1' },
  // The v1 API: https://RESOURCE.openai.azure.com/openai/v1, where the deployment's name is the model.
  azure: {
    ...likeOpenAi,
    hosts: /\.(?:openai\.azure|services\.ai\.azure|cognitiveservices\.azure)\.com$/u,
    baseUrl: undefined,
  },
  openrouter: {
    hosts: /(?:^|\.)openrouter\.ai$/u,
    baseUrl: 'https://openrouter.ai/api/v1',
    structuredOutputs: 'json_schema',
    lengthLimit: 'max_tokens',
    // Else it may choose a provider that does not know the schema, and drop it.
    extra: { provider: { require_parameters: true } },
  },
  // Ignores `response_format` and `strict`: https://platform.claude.com/docs/en/api/openai-sdk
  anthropic: {
    hosts: /(?:^|\.)anthropic\.com$/u,
    baseUrl: 'https://api.anthropic.com/v1',
    structuredOutputs: 'tool_call',
    lengthLimit: 'max_completion_tokens',
  },
  google: {
    hosts: /^generativelanguage\.googleapis\.com$/u,
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    structuredOutputs: 'json_schema',
    lengthLimit: 'max_tokens',
  },
  vllm: { ...likeOpenAi, hosts: undefined, baseUrl: 'http://127.0.0.1:8000/v1' },
  // Knows no other limit: https://docs.ollama.com/api/openai-compatibility
  ollama: {
    hosts: undefined,
    baseUrl: 'http://127.0.0.1:11434/v1',
    structuredOutputs: 'json_schema',
    lengthLimit: 'max_tokens',
  },
  // Takes a schema and does not hold the model to it.
  ollama_cloud: {
    hosts: /(?:^|\.)ollama\.com$/u,
    baseUrl: 'https://ollama.com/v1',
    structuredOutputs: 'tool_call',
    lengthLimit: 'max_tokens',
  },
  other: { ...likeOpenAi, hosts: undefined, baseUrl: undefined },
} as const satisfies Readonly<Record<string, Provider>>;

export type ProviderName = keyof typeof providers;

export const providerNames = Object.keys(providers) as readonly ProviderName[];

const ollamaPort = '11434';

/** Where a model is asked: at the address that is given, or its provider's own. */
export function addressOf({
  provider,
  baseUrl,
}: {
  readonly provider?: ProviderName | undefined;
  readonly baseUrl: string | undefined;
}): string {
  return baseUrl ?? providers[provider ?? 'openai'].baseUrl ?? providers.openai.baseUrl;
}

/** Who is behind an address, as far as it shows; OpenAI when there is none. */
export function providerOf(baseUrl: string | undefined): ProviderName {
  if (baseUrl === undefined) return 'openai';
  const url = URL.parse(baseUrl);
  if (url?.port === ollamaPort) return 'ollama';
  return providerNames.find((name) => providers[name].hosts?.test(url?.hostname ?? '') === true) ?? 'other';
}
