import { commonAttributes, runSpan } from '#catalogue/spans.ts';
import type { Attributes } from '#core/fact.ts';
import type { KeptTrace } from '#core/trace.ts';
import { cut, spanAttributesOf } from './fact-attributes.ts';
import { runSpanId, runTraceId } from './span-id.ts';
import type { RunEnding, TelemetryOrder } from './telemetry.ts';

/** The trace of the run in this process: one span, with what it came to. */
export function runTrace(
  { run }: Pick<TelemetryOrder, 'run'>,
  { state, at, counts, failure, usage = {} }: RunEnding,
  ofTraces: Attributes,
): KeptTrace {
  const { id, pipeline, project, owner, startedAt } = run;
  const traceId = runTraceId(id, owner);
  const about = {
    runId: id,
    pipeline,
    ...(project === '' ? {} : { project }),
    ...(failure === undefined ? {} : { error: failure.category, message: failure.message }),
  };
  const said = { state, ...counts, ...usage, ...ofTraces };
  const span = {
    traceId,
    spanId: runSpanId(id, owner),
    name: runSpan.name,
    kind: 'internal',
    start: startedAt,
    end: Math.max(startedAt, at),
    status: failure === undefined ? 'unset' : 'error',
    ...(failure === undefined ? {} : { message: cut(failure.message) }),
    attributes: { ...spanAttributesOf(about, commonAttributes), ...spanAttributesOf(said, runSpan.attributes) },
    events: [],
    links: [],
  } as const;
  return { traceId, run: id, startedAt, outcome: state, reasons: ['run'], spans: [span] };
}
