import type { RunResult } from '#app/execute-run.ts';
import type { RunEvent } from '#app/run-events.ts';
import type { Opening } from '#app/start-run.ts';
import type { Clock } from '#core/clock.ts';
import { type Face, plainFace } from './face.ts';
import { jsonFace } from './json-face.ts';
import { liveFace } from './live-face.ts';
import { paintFor } from './paint.ts';
import { quietFace } from './quiet-face.ts';
import type { Sink } from './screen.ts';
import { watching } from './watching.ts';

export type Streams = { readonly stdout: NodeJS.WritableStream & Sink; readonly stderr: Sink };

/** What a person, or a program, is told of a run. */
export type Console = {
  /** Said before the work begins; from then on the run is shown. Gives who is to be told of items. */
  opened(opening: Opening): (event: RunEvent) => void;
  /** Something that has to be said at once. */
  say(line: string): void;
  ended(result: RunResult, exitCode: number): void;
  /** Stops showing, whatever happened. */
  close(): void;
};

export function runConsole(streams: Streams, clock: Clock): Console {
  const started = clock.monotonic();
  const elapsed = () => clock.monotonic() - started;
  let face: Face | undefined;
  let resumed = false;
  let stop = () => {};
  const close = () => {
    stop();
    face?.close?.();
  };
  return {
    opened: (opening) => {
      const chosen = chooseFace(opening, streams, clock);
      face = chosen;
      resumed = opening.resumed !== undefined;
      chosen.opening(opening);
      if (chosen.progress !== undefined) stop = watching(opening, chosen.progress, clock);
      return (event) => chosen.tell?.(event);
    },
    say: (line) => {
      if (face === undefined) streams.stderr.write(`${line}\n`);
      else face.say(line);
    },
    ended: (result, exitCode) => {
      close();
      face?.ended(result, { elapsed: elapsed(), resumed }, exitCode);
    },
    close,
  };
}

function chooseFace({ settings }: Opening, { stdout, stderr }: Streams, clock: Clock): Face {
  const { show, color, terminal } = settings.console;
  const paint = paintFor(stdout, color);
  if (show === 'json') return jsonFace({ stdout, stderr }, clock);
  if (show === 'quiet') return quietFace({ stdout, stderr }, paint);
  const items = show === 'items';
  // With one of them in a file or a pipe, or with a log beside it, what is drawn and what is printed would get in each
  // other's way.
  const isLogged = settings.log.to === 'stdout' || settings.log.to === 'stderr';
  const live = stdout.isTTY === true && stderr.isTTY === true && terminal !== 'dumb' && !isLogged;
  return live ? liveFace({ stdout, stderr }, paint, items) : plainFace({ stdout, stderr }, paint, items);
}
