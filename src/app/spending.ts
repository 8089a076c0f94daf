import type { Fact } from '#core/fact.ts';

/** What calls of models used and cost, by how the cost is known. Money in nano-dollars (1e-9 US dollars). */
export type Spending = {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly reported: number;
  readonly estimated: number;
  /** Calls that were answered at a price that is not known. Never to be taken for 0. */
  readonly unpriced: number;
  /** Calls without an answer, of whose price nothing is known either; most are not billed. */
  readonly unanswered: number;
};

export const nothingSpent: Spending = {
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  reported: 0,
  estimated: 0,
  unpriced: 0,
  unanswered: 0,
};

/** One call, from its fact of kind `model_call`. */
export function spendingOf({ attributes }: Pick<Fact, 'attributes'>): Spending {
  const number = (name: string) => Number(attributes[name] ?? 0);
  const source = attributes['cost_source'];
  return {
    calls: 1,
    inputTokens: number('input_tokens'),
    outputTokens: number('output_tokens'),
    reported: source === 'reported' ? number('cost_nano_dollars') : 0,
    estimated: source === 'estimated' ? number('cost_nano_dollars') : 0,
    unpriced: source === 'unpriced' ? 1 : 0,
    unanswered: source === undefined ? 1 : 0,
  };
}

export function addSpending(left: Spending, right: Spending): Spending {
  return {
    calls: left.calls + right.calls,
    inputTokens: left.inputTokens + right.inputTokens,
    outputTokens: left.outputTokens + right.outputTokens,
    reported: left.reported + right.reported,
    estimated: left.estimated + right.estimated,
    unpriced: left.unpriced + right.unpriced,
    unanswered: left.unanswered + right.unanswered,
  };
}
