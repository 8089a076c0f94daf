import { readSecretFile } from '#config/secret-file.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { Settings } from './settings.ts';

/** The model that a run uses, or why it uses none. */
export type ModelChoice =
  | { readonly kind: 'none'; readonly reason: string }
  | {
      readonly kind: 'model';
      readonly name: string;
      readonly baseUrl: string | undefined;
      readonly apiKey: string;
      /** The demonstration's rule-based model, whose answers are labelled wherever they show. */
      readonly standIn: boolean;
    };

/**
 * @param demoBaseUrl the address of the demonstration's model, in a demonstration; it is then the only one used,
 * so that a demonstration never costs money.
 * @throws PipelineError `config` when the strategy is `llm` and no model is configured.
 */
export function chooseModel({ extraction, model }: Settings, demoBaseUrl: string | undefined): ModelChoice {
  if (extraction.strategy === 'structured') return { kind: 'none', reason: 'the extractor is "structured"' };
  if (demoBaseUrl !== undefined) {
    return { kind: 'model', name: 'demo-model', baseUrl: demoBaseUrl, apiKey: 'demo', standIn: true };
  }
  const apiKey = model.apiKeyFile === undefined ? model.apiKey : readSecretFile(model.apiKeyFile, 'model.apiKeyFile');
  const missing = [
    ...(model.name === undefined ? ['model.name (--model or SPECBOOK_MODEL)'] : []),
    // A server of one's own, given by its address, often wants no key.
    ...(apiKey === undefined && model.baseUrl === undefined ? ['model.apiKey (SPECBOOK_MODEL_API_KEY)'] : []),
  ];
  if (model.name !== undefined && missing.length === 0) {
    return { kind: 'model', name: model.name, baseUrl: model.baseUrl, apiKey: apiKey ?? 'none', standIn: false };
  }
  const reason = `no model is configured: ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not set`;
  if (extraction.strategy === 'llm') {
    throw new PipelineError('config', `extraction.strategy is "llm", but ${reason}`);
  }
  return { kind: 'none', reason };
}
