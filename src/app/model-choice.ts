import { readSecretFile } from '#config/secret-file.ts';
import { readSecretVariable } from '#config/secret-variable.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { type ProviderName, providers, type StructuredMode } from '#llm/providers.ts';
import type { Settings } from './settings.ts';

/** A model that can be asked. */
export type ModelEndpoint = {
  /** By which the configuration calls it. */
  readonly name: string;
  /** What its provider calls it. */
  readonly id: string;
  /** Told by the address when undefined. */
  readonly provider: ProviderName | undefined;
  readonly baseUrl: string | undefined;
  readonly apiKey: string;
  /** As the provider does it best when undefined. */
  readonly structuredOutputs: StructuredMode | undefined;
  /** Milliseconds for one attempt. */
  readonly timeout: number;
  /** What its provider allows, as far as it does not say so itself. */
  readonly limits: Settings['model']['limits'];
  /** Where the configuration speaks of it, for complaints. */
  readonly setting: string;
};

/** The models that a run uses, or why it uses none. */
export type ModelChoice =
  | { readonly kind: 'none'; readonly reason: string }
  | ({
      readonly kind: 'model';
      /** Those besides the default one, which this is. */
      readonly further: readonly ModelEndpoint[];
      /** The demonstration's rule-based model, whose answers are labelled wherever they show. */
      readonly standIn: boolean;
    } & ModelEndpoint);

/**
 * @param demoBaseUrl the address of the demonstration's model, in a demonstration; it is then the only one used,
 * so that a demonstration never costs money.
 * @throws PipelineError `config` when the strategy is `llm` and no model is configured, or a setting names a model
 * that is none.
 */
export function chooseModel({ extraction, model, demo: shop }: Settings, demoBaseUrl: string | undefined): ModelChoice {
  if (extraction.strategy === 'structured') return { kind: 'none', reason: 'the extractor is "structured"' };
  const shared = {
    kind: 'model',
    provider: model.provider,
    structuredOutputs: modeOf(model.structuredOutputs),
    timeout: model.timeout,
    limits: model.limits,
    setting: 'model',
  } as const;
  if (demoBaseUrl !== undefined) {
    const demo = { name: 'demo-model', id: 'demo-model', provider: undefined, baseUrl: demoBaseUrl, apiKey: 'demo' };
    return { ...shared, ...demo, limits: model.limits ?? demoLimits(shop), further: [], standIn: true };
  }
  const { apiKeyFile } = model;
  const hasKey = apiKeyFile !== undefined || model.apiKey !== undefined;
  const missing = [
    ...(model.name === undefined ? ['model.name (--model or SPECBOOK_MODEL)'] : []),
    // A server of one's own, given by its address, often wants no key.
    ...(!hasKey && model.baseUrl === undefined ? ['model.apiKey (SPECBOOK_MODEL_API_KEY)'] : []),
  ];
  if (model.name !== undefined && missing.length === 0) {
    checkNames(model, model.name);
    // Not before: in a container the file is always there, and empty when no model is wanted.
    const apiKey = apiKeyFile === undefined ? model.apiKey : readSecretFile(apiKeyFile, 'model.apiKeyFile');
    const { name } = model;
    const baseUrl = model.baseUrl ?? addressOf(model.provider);
    const endpoint = { name, id: name, baseUrl, apiKey: apiKey ?? 'none' };
    const further = model.further.map((one, index) => furtherEndpoint(one, `model.further[${index}]`, apiKey));
    return { ...shared, ...endpoint, further, standIn: false };
  }
  const reason = `no model is configured: ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not set`;
  if (extraction.strategy === 'llm') {
    throw new PipelineError('config', `extraction.strategy is "llm", but ${reason}`);
  }
  return { kind: 'none', reason };
}

/** Without limits of its own it speaks of some when it plays a fault; a minute of those is over soon. */
function demoLimits({ modelRequestsPerMinute, modelTokensPerMinute, modelMinute }: Settings['demo']) {
  const isLimited = modelRequestsPerMinute !== undefined || modelTokensPerMinute !== undefined;
  return { minute: isLimited ? modelMinute : 1_000 };
}

function furtherEndpoint(
  { id, ...model }: Settings['model']['further'][number],
  setting: string,
  defaultKey: string | undefined,
): ModelEndpoint {
  const { name, provider, timeout, limits } = model;
  const baseUrl = model.baseUrl ?? addressOf(provider);
  const structuredOutputs = modeOf(model.structuredOutputs);
  if (baseUrl === undefined && provider !== undefined) {
    throw new PipelineError('config', `${setting}: a model of ${provider} needs a baseUrl`);
  }
  const apiKey = keyOf(model, setting) ?? (provider === undefined && baseUrl === undefined ? defaultKey : undefined);
  const asked = { structuredOutputs, timeout, limits, setting };
  return { name, id: id ?? name, provider, baseUrl, apiKey: apiKey ?? 'none', ...asked };
}

/** A provider's own address; undefined when every customer has another. */
function addressOf(provider: ProviderName | undefined): string | undefined {
  return provider === undefined ? undefined : providers[provider].baseUrl;
}

function keyOf({ apiKeyEnv, apiKeyFile }: Settings['model']['further'][number], setting: string): string | undefined {
  if (apiKeyEnv !== undefined) return readSecretVariable(apiKeyEnv, `${setting}.apiKeyEnv`);
  return apiKeyFile === undefined ? undefined : readSecretFile(apiKeyFile, `${setting}.apiKeyFile`);
}

function modeOf(mode: StructuredMode | 'auto'): StructuredMode | undefined {
  return mode === 'auto' ? undefined : mode;
}

/** A name that nothing stands behind would be found out only once the model is needed. */
function checkNames({ further, fallback, cascade, routes }: Settings['model'], name: string): void {
  const names = [name, ...further.map((model) => model.name)];
  const twice = names.find((candidate, index) => names.indexOf(candidate) !== index);
  if (twice !== undefined) throw new PipelineError('config', `model.further: there are two models named "${twice}"`);
  const used = [
    ...fallback.map((model) => ['model.fallback', model] as const),
    ...(cascade === undefined ? [] : [['model.cascade', cascade] as const]),
    ...routes.map(({ model }, index) => [`model.routes[${index}].model`, model] as const),
  ];
  const unknown = used.find(([, model]) => !names.includes(model));
  if (unknown === undefined) return;
  const [setting, model] = unknown;
  throw new PipelineError('config', `${setting}: there is no model named "${model}"; there are ${names.join(', ')}`);
}
