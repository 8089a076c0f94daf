/** What a provider says when it is asked for its models. */
export type ModelsAnswer =
  | { readonly kind: 'listed'; readonly models: readonly string[] }
  /** An answer, but none that lists models. */
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'unreached'; readonly error: unknown };

type Fetch = (url: string, request: RequestInit) => Promise<Response>;

/** Bytes of an answer that are looked at: providers list a few hundred models in 100 KB. */
const longestAnswer = 4_000_000;

/**
 * Asks an OpenAI-compatible API for its models, which costs nothing and tells whether it is there and takes the
 * key. Of an answer that is no list only the status is kept: some servers repeat the key in their complaint.
 *
 * @param endpoint.baseUrl up to and with the version.
 * @param endpoint.timeout milliseconds for all of it.
 */
export async function listModels(
  endpoint: { readonly baseUrl: string; readonly apiKey: string; readonly timeout: number },
  fetch: Fetch,
): Promise<ModelsAnswer> {
  try {
    const response = await fetch(`${endpoint.baseUrl.replace(/\/+$/u, '')}/models`, {
      headers: { authorization: `Bearer ${endpoint.apiKey}`, accept: 'application/json' },
      signal: AbortSignal.timeout(endpoint.timeout),
      // A key is not carried to wherever an answer points.
      redirect: 'manual',
    });
    const text = response.ok ? await response.text() : await discard(response);
    const models = text.length > longestAnswer ? undefined : modelsIn(text);
    return models === undefined ? { kind: 'answered', status: response.status } : { kind: 'listed', models };
  } catch (error) {
    return { kind: 'unreached', error };
  }
}

async function discard(response: Response): Promise<string> {
  await response.body?.cancel();
  return '';
}

/** Undefined when the text is no list of models. */
function modelsIn(text: string): readonly string[] | undefined {
  try {
    const { data } = JSON.parse(text) as { data?: readonly { id?: unknown }[] };
    return Array.isArray(data) ? data.map(({ id }: { id?: unknown }) => String(id)) : undefined;
  } catch {
    // Not JSON: whoever answers there, it is not the interface that is asked for.
    return undefined;
  }
}
