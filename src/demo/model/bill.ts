import type { Json } from '#core/json.ts';
import { demoCost } from './prices.ts';

/** Tokens as the provider counts them. */
export type Tokens = { readonly prompt: number; readonly completion: number };

/** The provider's own account of what it has done, whatever its callers made of it. */
export type Bill = {
  /** A request that was turned away: it costs nothing. */
  refuse(model: string, status: number): void;
  /** An answer that was made, and is paid for. */
  charge(model: string, tokens: Tokens): void;
  /** Of those answers, one that nobody waited for. */
  unheard(model: string, tokens: Tokens): void;
  asJson(): Json;
};

/** Money in nano-dollars. */
type Sum = { answers: number; prompt_tokens: number; completion_tokens: number; cost_nano_dollars: number };
type Account = Sum & { calls: number; refused: Record<string, number>; unheard: Sum };

export function bill(): Bill {
  const accounts = new Map<string, Account>();
  const accountOf = (model: string): Account => {
    const known = accounts.get(model) ?? { calls: 0, ...empty(), refused: {}, unheard: empty() };
    accounts.set(model, known);
    return known;
  };
  return {
    refuse: (model, status) => {
      const account = accountOf(model);
      account.calls += 1;
      account.refused[status] = (account.refused[status] ?? 0) + 1;
    },
    charge: (model, tokens) => {
      const account = accountOf(model);
      account.calls += 1;
      add(account, tokens);
    },
    unheard: (model, tokens) => add(accountOf(model).unheard, tokens),
    asJson: () => ({ object: 'demo.bill', models: Object.fromEntries(accounts) }),
  };
}

const empty = (): Sum => ({ answers: 0, prompt_tokens: 0, completion_tokens: 0, cost_nano_dollars: 0 });

function add(sum: Sum, { prompt, completion }: Tokens): void {
  sum.answers += 1;
  sum.prompt_tokens += prompt;
  sum.completion_tokens += completion;
  sum.cost_nano_dollars += demoCost({ prompt, completion });
}
