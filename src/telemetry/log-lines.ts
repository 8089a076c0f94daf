import type { SpanDefinition } from '#catalogue/span.ts';
import { commonAttributes } from '#catalogue/spans.ts';
import type { Attributes, Fact } from '#core/fact.ts';
import { ruleOf } from '#core/failure.ts';
import type { Item } from '#core/item.ts';
import type { Notice } from '#core/notice.ts';
import { spanAttributesOf } from './fact-attributes.ts';
import type { LogLevel } from './log-settings.ts';
import { rootSpanId, spanIdOf } from './span-id.ts';

export type LogLine = {
  readonly level: LogLevel;
  readonly message: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly trace: string;
  readonly span: string;
  /** By the names that spans have for them; nothing else gets in. */
  readonly attributes: Readonly<Record<string, unknown>>;
};

export type LogLines = {
  fact(fact: Fact): void;
  notice(notice: Notice): void;
};

/** What is known of an item between being taken up and being done with. */
type UnderWay = {
  readonly trace: string;
  /** The attempt that failed last, until it shows whether the item goes on. */
  failed: Fact | undefined;
};

/**
 * Makes a log of what happens. An attempt that failed is a warning if the item goes on after it; if it does not, the
 * item's own line says so, and the attempt is a detail.
 *
 * @param describe what may be said of an item, by the names of `commonAttributes`.
 * @param now milliseconds since the Unix epoch.
 */
export function logLines(
  definitions: readonly SpanDefinition[],
  describe: (item: Item<unknown>) => Attributes,
  now: () => number,
  log: (line: LogLine) => void,
): LogLines {
  const byKind = new Map(definitions.map((definition) => [definition.fact, definition]));
  const items = new Map<string, UnderWay>();
  const goesOn = (item: UnderWay | undefined, level: LogLevel) => {
    if (item?.failed === undefined) return;
    log(ofFact(item.failed, byKind, level));
    item.failed = undefined;
  };
  return {
    fact: (fact) => {
      const definition = byKind.get(fact.kind);
      // Of the item itself its notice tells more.
      if (definition?.parent === undefined) return;
      const item = items.get(fact.item);
      const isAttempt = definition.kind === 'client';
      if (isAttempt || fact.outcome === 'ok') goesOn(item, 'warn');
      if (isAttempt && fact.outcome !== 'ok' && item !== undefined) item.failed = fact;
      else log(ofFact(fact, byKind, 'debug'));
    },
    notice: (notice) => {
      const { id } = notice.item;
      if (notice.kind === 'started') {
        items.set(id, { trace: notice.traceId, failed: undefined });
        return;
      }
      const item = items.get(id);
      items.delete(id);
      goesOn(item, notice.kind === 'settled' && notice.settlement.outcome === 'succeeded' ? 'warn' : 'debug');
      log(ofNotice(notice, item?.trace ?? '', describe(notice.item), now()));
    },
  };
}

function ofFact(fact: Fact, byKind: ReadonlyMap<string, SpanDefinition>, level: LogLevel): LogLine {
  const { kind, stage, iteration, attempt, at, duration, outcome, trace, item } = fact;
  const what = kind === 'stage' ? stage : kind;
  const said = {
    itemId: item,
    ...(iteration === 1 ? {} : { iteration }),
    ...(attempt === 1 ? {} : { attempt }),
    ...(outcome === 'ok' ? {} : { error: outcome }),
  };
  return {
    level,
    message: outcome === 'ok' ? `${what} done` : `${what} failed${level === 'warn' ? ', and the item went on' : ''}`,
    at: at + duration,
    trace,
    span: spanIdOf(trace, fact),
    attributes: {
      ...(kind === 'stage' ? {} : { stage }),
      duration_ms: Math.round(duration),
      ...spanAttributesOf(said, commonAttributes),
      ...spanAttributesOf(fact.attributes, byKind.get(kind)?.attributes ?? {}),
    },
  };
}

type Ended = Exclude<Notice, { kind: 'started' }>;

function ofNotice(notice: Ended, trace: string, about: Attributes, now: number): LogLine {
  const said = { itemId: notice.item.id, ...about };
  const line = { at: now, trace, span: trace === '' ? '' : rootSpanId(trace) };
  switch (notice.kind) {
    case 'parked': {
      const { until, scope, category } = notice;
      const error = category === undefined ? {} : { error: category };
      const who = scope === 'key' ? 'its host waits' : 'the item waits';
      const attributes = {
        until: new Date(until).toISOString(),
        ...spanAttributesOf({ ...said, ...error }, commonAttributes),
      };
      return { ...line, level: 'warn', message: `parked: ${who}`, attributes };
    }
    case 'let_go':
      return {
        ...line,
        level: 'debug',
        message: 'let go: it is taken up again',
        attributes: spanAttributesOf(said, commonAttributes),
      };
    case 'settled': {
      const { outcome, failure, facts } = { failure: undefined, ...notice.settlement };
      const duration = facts.find(({ kind }) => kind === 'settlement')?.duration;
      const error = failure === undefined ? {} : { error: failure.category, message: failure.message };
      const isError = failure !== undefined && ruleOf(failure.category).severity !== 'info';
      return {
        ...line,
        level: isError ? 'error' : 'info',
        message: failure === undefined ? 'item done' : `no record: ${failure.category}`,
        attributes: {
          outcome,
          ...(failure === undefined ? {} : { stage: failure.stage }),
          ...(duration === undefined ? {} : { duration_ms: Math.round(duration) }),
          ...spanAttributesOf({ ...said, ...error }, commonAttributes),
        },
      };
    }
  }
}
