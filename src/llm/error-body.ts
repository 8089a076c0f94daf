type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * Google's compatible API wraps its errors into a list, of which the `openai` library makes nothing. Here the error
 * is put where the library looks for it; every other answer goes through as it is.
 */
export function unwrappingErrors(fetch: Fetch): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.ok) return response;
    const text = await response.text();
    const { status, statusText, headers } = response;
    return new Response(firstOf(text), { status, statusText, headers });
  };
}

function firstOf(text: string): string {
  if (!text.trimStart().startsWith('[')) return text;
  try {
    const list = JSON.parse(text) as readonly unknown[];
    return JSON.stringify(list[0]) ?? text;
  } catch {
    // Not JSON: the library shows it as it is.
    return text;
  }
}
