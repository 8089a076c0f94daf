import { conventions } from '#catalogue/conventions.ts';
import type { SpanAttribute } from '#catalogue/span.ts';
import { spanEvents } from '#catalogue/span-events.ts';
import type { Attributes, Fact, FactEvent } from '#core/fact.ts';
import type { Json } from '#core/json.ts';
import type { SpanAttributes, SpanEvent } from '#core/trace.ts';

/** Characters: Tempo cuts longer ones. */
export const longestText = 2_048;

type Whitelist = Readonly<Record<string, SpanAttribute>>;

/** Those that are in the whitelist, under the names that it has for them, cut to a length that backends keep. */
export function spanAttributesOf(given: Readonly<Record<string, Json>>, whitelist: Whitelist): SpanAttributes {
  const attributes: Record<string, SpanAttributes[string]> = {};
  for (const [name, value] of Object.entries(given)) {
    const known = Object.hasOwn(whitelist, name) ? whitelist[name] : undefined;
    const shown = known === undefined ? undefined : spanValue(value, known.list === true);
    if (known !== undefined && shown !== undefined) attributes[known.name] = shown;
  }
  return attributes;
}

function spanValue(value: Json, list: boolean): SpanAttributes[string] | undefined {
  if (Array.isArray(value)) return (value as readonly Json[]).map((entry) => cut(textOf(entry)));
  // An empty text says nothing.
  if (value === null || value === '' || typeof value === 'object') return undefined;
  if (list) return [cut(String(value))];
  return typeof value === 'string' ? cut(value) : (value as number | boolean);
}

const textOf = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));

export function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`;
}

export function spanEventOf({ name, at, attributes }: FactEvent): SpanEvent | undefined {
  const known = Object.hasOwn(spanEvents, name) ? spanEvents[name] : undefined;
  return known && { name: known.name, at, attributes: spanAttributesOf(attributes, known.attributes) };
}

const scorePrefix = 'score_';

/** What the fact scores its item by, from 0 to 1, by dimension. */
export function scoresOf(attributes: Attributes): readonly (readonly [dimension: string, score: number])[] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    name.startsWith(scorePrefix) && typeof value === 'number' ? [[name.slice(scorePrefix.length), value] as const] : [],
  );
}

/** Whether one of the scores is. Every fact is asked, and nearly none has any. */
export function scoresBelow(attributes: Attributes, bound: number): boolean {
  for (const name in attributes) {
    if (!name.startsWith(scorePrefix)) continue;
    const value = attributes[name];
    if (typeof value === 'number' && value < bound) return true;
  }
  return false;
}

/**
 * An evaluation a score, with the words that were noted beside it: `label_<dimension>`, `explanation_<dimension>`.
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-events/
 */
export function scoreEvents({ attributes, at, duration }: Fact): readonly SpanEvent[] {
  return scoresOf(attributes).map(([dimension, score]) => ({
    name: conventions.genAiEvaluation,
    at: at + duration,
    attributes: {
      [conventions.genAiEvaluationName]: dimension,
      [conventions.genAiEvaluationScore]: score,
      ...worded(conventions.genAiEvaluationLabel, attributes[`label_${dimension}`]),
      ...worded(conventions.genAiEvaluationExplanation, attributes[`explanation_${dimension}`]),
    },
  }));
}

function worded(name: string, words: Attributes[string] | undefined): SpanAttributes {
  return typeof words === 'string' && words !== '' ? { [name]: cut(words) } : {};
}
