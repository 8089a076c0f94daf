import { isatty } from 'node:tty';
import { pino } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { commonAttributes } from '#catalogue/spans.ts';
import { factsOnly } from '#core/observer.ts';
import type { Clock } from '#core/clock.ts';
import { spanAttributesOf } from './fact-attributes.ts';
import { rotate, rotating } from './log-file.ts';
import { type LogLine, logLines } from './log-lines.ts';
import { logFile, type LogSettings } from './log-settings.ts';
import { runSpanId, runTraceId } from './span-id.ts';
import type { RunEnding, Telemetry, TelemetryOrder, Warn } from './telemetry.ts';

/** The log of a run. What is told to it is derived from facts and notices; it never throws and never waits. */
export type Log = Telemetry & {
  /** Something that a person should know. */
  warn(message: string): void;
};

export type LogOrder = Pick<TelemetryOrder, 'run' | 'slices' | 'clock' | 'describe'> & {
  readonly log: LogSettings;
  /** Told at the end when lines were lost. */
  readonly warn: Warn;
};

/** Names under which secrets go elsewhere. None of them is ever given; this is the second lock on the door. */
const secretNames = ['authorization', 'cookie', 'set-cookie', 'api_key', 'apiKey', 'token', 'password', 'secret'];
const redact = {
  paths: secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`]),
  censor: 'REDACTED',
};

export function startLog(order: LogOrder): Log {
  const { run, slices, clock, describe, log: settings } = order;
  const sink = openSink(settings, clock, order.warn);
  const options = {
    level: settings.level,
    base: { run_id: run.id, pipeline: run.pipeline },
    // Lines carry the time at which something happened.
    timestamp: false,
    formatters: { level: (label: string) => ({ level: label }) },
    redact,
  };
  const logger = pino(options, sink);
  const write = ({ level, message, at, trace, span, attributes }: LogLine) => {
    if (!logger.isLevelEnabled(level)) return;
    const ids = trace === '' ? {} : { trace_id: trace, span_id: span };
    logger[level]({ time: new Date(at).toISOString(), ...ids, ...attributes }, message);
  };
  const ofRun = { trace: runTraceId(run.id, run.owner), span: runSpanId(run.id, run.owner) };
  const definitions = slices.find(({ pipeline }) => pipeline === run.pipeline)?.spans ?? [];
  const lines = logLines(definitions, describe, () => clock.now(), write);
  const say = (level: LogLine['level'], message: string, attributes: LogLine['attributes'] = {}) =>
    write({ ...ofRun, level, message, at: clock.now(), attributes });
  say('info', 'run began', run.project === '' ? {} : { project: run.project });
  return {
    observer: { around: factsOnly, fact: lines.fact },
    watch: lines.notice,
    warn: (message) => say('warn', message),
    close: async (ending) => {
      sayEnding(ending, say);
      await sink.close();
    },
  };
}

function sayEnding(
  ending: RunEnding | undefined,
  say: (level: LogLine['level'], message: string, attributes?: LogLine['attributes']) => void,
): void {
  if (ending === undefined) return say('fatal', 'run aborted');
  const { failure, state, counts, alarms = [] } = ending;
  for (const { level, message, attributes } of alarms) say(level, message, attributes);
  if (failure === undefined) return say('info', state === 'finished' ? 'run ended' : 'run stopped', { ...counts });
  const error = spanAttributesOf({ error: failure.category, message: failure.message }, commonAttributes);
  say('fatal', 'run aborted', { ...counts, ...error });
}

const lines = (count: number) => ({ signal: 'log_lines', count }) as const;

type Sink = { write(line: string): void; close(): Promise<void> };

/** Bytes that may wait to be written: whoever reads slowly loses lines, and does not slow the work. */
const mostWaiting = 4_000_000;
/** Milliseconds after which what has been logged is to be seen, and that the rest may take at the end. */
const soon = 500;

function openSink(settings: LogSettings, clock: Clock, warn: Warn): Sink {
  const path = logFile(settings);
  if (path !== undefined) rotate(path, settings, clock.now());
  const to = path ?? (settings.to === 'stderr' ? 2 : 1);
  // To a pipe in pieces that arrive whole, as others write there too.
  const size = path === undefined ? { minLength: 0, maxWrite: 4_096 } : { minLength: 8_192, periodicFlush: soon };
  const stream = pino.destination({ dest: to, sync: false, maxLength: mostWaiting, ...size });
  let lost = 0;
  let problem: string | undefined;
  stream.on('error', (error: Error) => (problem ??= error.message));
  stream.on('drop', () => (lost += 1));
  const file =
    path === undefined ? undefined : rotating(path, stream as typeof stream & { fd: number }, settings, clock);
  const shown =
    typeof to === 'number' && isatty(to)
      ? prettyFactory({ ignore: 'run_id,pipeline,trace_id,span_id', singleLine: true })
      : undefined;
  return {
    write: (line) => {
      if (problem !== undefined) return;
      try {
        file?.();
        stream.write(shown?.(line) ?? line);
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
      }
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => stream.once('close', resolve).once('error', () => resolve()));
      const waiting = new AbortController();
      if (problem === undefined) {
        stream.end();
        await Promise.race([closed, clock.sleep(soon, waiting.signal).catch(() => undefined)]);
      } else stream.destroy();
      waiting.abort();
      // Nobody knows how many lines come after a log has broken off; at least the one that it broke off at.
      if (problem !== undefined) warn(`the log broke off: ${problem}`, lines(1));
      else if (lost > 0) warn(`${lost} lines of the log were lost: ${settings.to} took them too slowly`, lines(lost));
    },
  };
}
