import { createHash } from 'node:crypto';
import { type FaultRate, faultOfVisit } from '../fault-rate.ts';
import type { Bill, Tokens } from './bill.ts';
import { complete, completionReply, errorReply, modelId, parsed, readRequest, type Reply } from './chat.ts';
import { contextLength, type ModelFault, type ModelFaultName, modelFaultNames, modelFaults } from './faults.ts';
import type { Limits } from './limits.ts';

/** What is to be sent, or done to the connection; with the tokens of an answer that was made. */
export type Exchange = { readonly reply: Reply | 'never' | 'reset'; readonly tokens?: Tokens };

export type Rules = {
  readonly chance: FaultRate<ModelFaultName>;
  readonly limits: Limits;
  /** Tokens that a prompt may have. */
  readonly contextTokens: number;
  readonly bill: Bill;
};

/** A fault that is met every time, or by those whom the seed chooses. */
type Choice = ModelFaultName | undefined;

/** Faults that a run gets over within seconds: those drawn from when none are named. */
export const usualModelFaults: readonly ModelFaultName[] = modelFaultNames.filter(
  (name) => entry(name).leftOut === undefined,
);

/**
 * Answers chat completions by the rules. What is asked again, word for word, is another visit of the same question:
 * so a client that tries again after a fault which recovers gets its answer.
 */
export function chatExchange({ chance, limits, contextTokens, bill }: Rules) {
  const visits = new Map<string, number>();
  let number = 0;
  const meets = (text: string, always: Choice): ModelFault | undefined => {
    if (always === undefined && chance.rate === 0) return undefined;
    const question = createHash('sha256')
      .update(`${always ?? ''}\n${text}`)
      .digest('base64');
    const nth = (visits.get(question) ?? 0) + 1;
    visits.set(question, nth);
    const rate = always === undefined ? chance : { rate: 1, kinds: [always], seed: 0 };
    const name = faultOfVisit(rate, question, nth, (kind) => entry(kind).recovers === true);
    return name === undefined ? undefined : entry(name);
  };
  const refuse = (reply: Reply): Exchange => {
    bill.refuse(modelId, reply.status);
    return { reply };
  };

  return (text: string, always: Choice): Exchange => {
    number += 1;
    const body = parsed(text);
    const request = body === undefined ? errorReply(400, 'The body is not JSON.') : readRequest(body);
    if ('status' in request) return refuse(request);
    const fault = meets(text, always);
    if (fault?.instead !== undefined) return refuse(fault.instead());
    const completion = complete(request);
    const { tokens } = completion;
    if (tokens.prompt > contextTokens) return refuse(contextLength(contextTokens, tokens.prompt));
    const tooMany = limits.admit(tokens.prompt + tokens.completion);
    if (tooMany !== undefined) return refuse(tooMany);
    bill.charge(modelId, tokens);
    const spoilt = fault?.answer?.(completion) ?? completion;
    return { tokens, reply: typeof spoilt === 'string' ? spoilt : completionReply(spoilt, number) };
  };
}

function entry(name: ModelFaultName): ModelFault {
  return modelFaults[name];
}
