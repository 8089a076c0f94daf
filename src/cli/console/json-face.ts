import type { Clock } from '#core/clock.ts';
import type { Face, Outputs } from './face.ts';
import { itemEvent, type JsonEvent, startedEvent, summaryEvent } from './json-lines.ts';

/** Events as lines of JSON on standard output, and nothing else there. */
export function jsonFace({ stdout }: Outputs, clock: Clock): Face {
  const print = ({ event, ...more }: JsonEvent) => {
    const time = new Date(clock.now()).toISOString();
    stdout.write(`${JSON.stringify({ event, time, ...more })}\n`);
  };
  return {
    opening: (opening) => print(startedEvent(opening)),
    tell: (event) => print(itemEvent(event)),
    say: (message) => print({ event: 'warning', message }),
    ended: (result, { elapsed }, exitCode) => print(summaryEvent(result, elapsed, exitCode)),
  };
}
