/** What the stand-in says that it costs, in US dollars for a million tokens. Nobody pays it. */
export const demoModelPrices = { 'demo-model': { input: 0.1, output: 0.4 } } as const;

/** In nano-dollars for a token. */
const perToken = { prompt: 100, completion: 400 };

/** Nano-dollars. */
export function demoCost({ prompt, completion }: { readonly prompt: number; readonly completion: number }): number {
  return prompt * perToken.prompt + completion * perToken.completion;
}
