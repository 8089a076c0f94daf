import type { SpanDefinition } from '#catalogue/span.ts';
import { commonAttributes, failureAttributes } from '#catalogue/spans.ts';
import type { Fact } from '#core/fact.ts';
import { ruleOf } from '#core/failure.ts';
import { remembered } from '#core/remembered.ts';
import type { KeepReason, SpanAttributes, SpanEvent, TraceSpan } from '#core/trace.ts';
import { cut, scoreEvents, spanAttributesOf, spanEventOf } from './fact-attributes.ts';
import { rootSpan } from './root-span.ts';
import { type SpanKey, spanIdOf } from './span-id.ts';
import type { OpenOperation, TraceStory } from './trace-story.ts';

/** A span that is still being put into its place. */
type Draft = {
  readonly span: { -readonly [Property in keyof TraceSpan]: TraceSpan[Property] };
  readonly key: SpanKey;
  readonly definition: SpanDefinition;
  readonly outcome: Fact['outcome'];
  readonly children: Draft[];
};

/**
 * The spans of an item, by the pipeline's definitions: the root first, and every span before those inside of it. Facts
 * of kinds that have no definition are left out; of two with the same key the first counts, as in the run store.
 */
export function traceOf(
  story: TraceStory,
  definitions: readonly SpanDefinition[],
  reasons: readonly KeepReason[],
): readonly TraceSpan[] {
  const byKind = new Map(definitions.map((definition) => [definition.fact, definition]));
  const rootDefinition = definitions.find(({ parent }) => parent === undefined);
  if (rootDefinition === undefined) return [];
  const { traceId } = story;
  const root: Draft = {
    span: rootSpan(story, rootDefinition, reasons),
    key: { kind: rootDefinition.fact, stage: '', iteration: 1, attempt: 1 },
    definition: rootDefinition,
    outcome: story.ending.failure?.category ?? 'ok',
    children: [],
  };
  const drafts = new Map<string, Draft>();
  for (const fact of [...story.facts, ...story.open.map((open) => cutOff(open, story))]) {
    const definition = byKind.get(fact.kind);
    const spanId = spanIdOf(traceId, fact);
    if (definition?.parent === undefined || drafts.has(spanId)) continue;
    const span = spanOf(fact, definition, traceId, spanId);
    drafts.set(spanId, { span, key: fact, definition, outcome: fact.outcome, children: [] });
  }
  explainFailure([...drafts.values()], story, byKind);
  place([...drafts.values()], root, byKind);
  cover(root);
  return flattened(root);
}

/** What an operation would have told that the item did not wait for. */
function cutOff({ at, ...key }: OpenOperation, { item, traceId, round, endedAt }: TraceStory): Fact {
  const duration = Math.max(0, endedAt - at);
  return { ...key, item, trace: traceId, round, at, duration, outcome: 'cancelled', attributes: {} };
}

function spanOf(fact: Fact, definition: SpanDefinition, traceId: string, spanId: string): TraceSpan {
  const { at, duration, outcome } = fact;
  const events = (fact.events ?? []).map(spanEventOf).filter((event) => event !== undefined);
  return {
    traceId,
    spanId,
    name: nameOf(definition, fact),
    kind: definition.kind,
    start: at,
    end: at + duration,
    status: outcome === 'ok' || ruleOf(outcome).outcome !== 'failed' ? 'unset' : 'error',
    attributes: {
      ...definition.constants,
      ...commonOf(fact),
      ...spanAttributesOf(fact.attributes, definition.attributes),
    },
    events: [...events, ...scoreEvents(fact)].toSorted((one, other) => one.at - other.at) satisfies SpanEvent[],
    links: [],
  };
}

/** An operation that was cut off has no attributes: its name is then what is left without them. */
function nameOf({ name }: SpanDefinition, { stage, attributes }: Fact): string {
  const filled = wordsOf(name).map((word, position) => {
    if (position % 2 === 0) return word;
    return word === 'stage' ? stage : String(attributes[word] ?? '');
  });
  return filled.join('').trim();
}

/** What is outside of braces and what is inside, in turns. */
const wordsOf = remembered((name) => name.split(/[{}]/u));

function commonOf({ iteration, attempt, outcome }: Fact): SpanAttributes {
  return {
    ...(iteration === 1 ? {} : { [commonAttributes.iteration.name]: iteration }),
    ...(attempt === 1 ? {} : { [commonAttributes.attempt.name]: attempt }),
    ...(outcome === 'ok' ? {} : { [commonAttributes.error.name]: outcome }),
  };
}

/** Puts the message and the evidence on the innermost span that failed as the item did, the latest of them. */
function explainFailure(
  drafts: readonly Draft[],
  { ending: { failure } }: TraceStory,
  byKind: ReadonlyMap<string, SpanDefinition>,
): void {
  if (failure === undefined) return;
  const { category, stage, message, details } = failure;
  const failed = drafts
    .filter(({ outcome, key }) => outcome === category && key.stage === stage)
    .toSorted(
      (one, other) =>
        depthOf(other.definition, byKind) - depthOf(one.definition, byKind) || other.span.start - one.span.start,
    )[0];
  if (failed === undefined) return;
  const { span } = failed;
  const explained = { ...spanAttributesOf(details, failureAttributes), [commonAttributes.message.name]: cut(message) };
  span.message = cut(message);
  span.attributes = { ...span.attributes, ...explained };
}

function depthOf({ parent }: SpanDefinition, byKind: ReadonlyMap<string, SpanDefinition>): number {
  const outer = parent === undefined ? undefined : byKind.get(parent);
  return outer === undefined ? 0 : 1 + depthOf(outer, byKind);
}

function place(drafts: readonly Draft[], root: Draft, byKind: ReadonlyMap<string, SpanDefinition>): void {
  const placeOf = (kind: string, { stage, iteration }: SpanKey) => `${kind} ${iteration} ${stage}`;
  const byPlace = Map.groupBy(drafts, ({ key }) => placeOf(key.kind, key));
  for (const draft of drafts) {
    let parent: Draft | undefined;
    let kind = draft.definition.parent;
    while (parent === undefined && kind !== undefined) {
      const candidates = byPlace.get(placeOf(kind, draft.key)) ?? [];
      // The one that was under way; where several are possible, the latest that had begun.
      parent = candidates.findLast(({ span }) => span.start <= draft.span.start) ?? candidates[0];
      kind = byKind.get(kind)?.parent;
    }
    (parent ?? root).children.push(draft);
  }
}

/**
 * A span lasts at least as long as those inside of it: an operation that was parked leaves a fact only about the time
 * after it was taken up again, and times are taken to the millisecond.
 */
function cover({ span, children }: Draft): void {
  for (const child of children) {
    cover(child);
    span.start = Math.min(span.start, child.span.start);
    span.end = Math.max(span.end, child.span.end);
  }
}

function flattened({ span, children }: Draft): readonly TraceSpan[] {
  for (const child of children) child.span.parentSpanId = span.spanId;
  const inOrder = children.toSorted((one, other) => one.span.start - other.span.start);
  return [span, ...inOrder.flatMap(flattened)];
}
