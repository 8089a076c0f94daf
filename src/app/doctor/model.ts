import { listModels } from '#llm/list-models.ts';
import { openAiBaseUrl, openAiModel } from '#llm/openai-model.ts';
import { chooseModel, type ModelChoice } from '../model-choice.ts';
import type { Settings } from '../settings.ts';
import type { Fetch, Finding } from './finding.ts';
import { reasonOf } from './reason.ts';

type Model = Extract<ModelChoice, { kind: 'model' }>;

const name = 'model';
/** Milliseconds. */
const deadline = 5_000;

/**
 * Which model a run would ask, and whether it can be reached with its key. Costs nothing; shows no key.
 *
 * @throws PipelineError `config` when the settings do not fit together.
 */
export async function checkModel(settings: Settings, fetch: Fetch = globalThis.fetch): Promise<Finding> {
  const choice = chooseModel(settings, undefined);
  if (choice.kind === 'none') return without(choice.reason, settings);
  // What cannot be a key or an address is refused here already, in words that hold no key.
  for (const endpoint of [choice, ...choice.further]) openAiModel(endpoint);
  return reached(choice, fetch);
}

/** A model that is half configured is probably meant to be asked. */
function without(reason: string, { model }: Settings): Finding {
  const found = `no model is asked (${reason}); structured data and page rules work without`;
  if (model.name === undefined && model.apiKeyFile === undefined) return { name, state: 'ok', found };
  return { name, state: 'warning', found, mend: 'export SPECBOOK_MODEL=… SPECBOOK_MODEL_API_KEY=…' };
}

async function reached({ name: model, baseUrl = openAiBaseUrl, apiKey }: Model, fetch: Fetch): Promise<Finding> {
  const answer = await listModels({ baseUrl, apiKey, timeout: deadline }, fetch);
  const host = `${model} at ${baseUrl}`;
  switch (answer.kind) {
    case 'listed':
      return answer.models.includes(model)
        ? { name, state: 'ok', found: `${host} can be reached` }
        : {
            name,
            state: 'warning',
            found: `${host}: reached, but it is not among its models`,
            mend: among(answer.models),
          };
    case 'unreached':
      return {
        name,
        state: 'problem',
        found: `${host} cannot be reached (${reasonOf(answer.error)})`,
        mend: 'start the server, or correct model.baseUrl (--model-base-url or SPECBOOK_MODEL_BASE_URL)',
      };
    case 'answered':
      return answered(host, answer.status);
  }
}

function among(models: readonly string[]): string {
  const some = models.slice(0, 10).join(', ');
  return `choose one with --model or SPECBOOK_MODEL: ${some === '' ? 'it has none' : some}${models.length > 10 ? ', …' : ''}`;
}

function answered(host: string, status: number): Finding {
  if (status === 401 || status === 403) {
    const mend = 'set SPECBOOK_MODEL_API_KEY, or model.apiKeyFile, to a key of this provider';
    return { name, state: 'problem', found: `${host}: the key is refused (${status})`, mend };
  }
  if (status === 429 || status >= 500) {
    const mend = "try again later, and look at the provider's status page";
    return { name, state: 'warning', found: `${host}: reached, but busy or failing (${status})`, mend };
  }
  // Not every compatible server lists its models; a run would say more.
  const mend = 'is model.baseUrl right? It ends with the version, as in http://localhost:8000/v1';
  return { name, state: 'warning', found: `${host}: reached, but it lists no models (${status})`, mend };
}
