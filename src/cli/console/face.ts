import type { RunResult } from '#app/execute-run.ts';
import type { RunEvent } from '#app/run-events.ts';
import type { Opening } from '#app/start-run.ts';
import { itemLine } from './item-line.ts';
import { laidOut } from './layout.ts';
import { logLine } from './log-line.ts';
import { openingLines } from './opening.ts';
import { warningText } from './money-lines.ts';
import type { Paint } from './paint.ts';
import { type Sink, sizeOf } from './screen.ts';
import { type Session, summaryLines } from './summary.ts';
import type { View } from './view.ts';

/** One way to tell of a run. */
export type Face = {
  opening(opening: Opening): void;
  tell?(event: RunEvent): void;
  /** What is shown in between; absent for one that keeps silent. */
  readonly progress?: Progress;
  say(line: string): void;
  ended(result: RunResult, session: Session, exitCode: number): void;
  close?(): void;
};

export type Progress = {
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Whether the first look is at once, or an interval later. */
  readonly immediately: boolean;
  show(view: View): void;
};

export type Outputs = { readonly stdout: Sink; readonly stderr: Sink };

/** Columns to lay prose out in: one less than the terminal has, as some break a line that fills them; no end in a file. */
export function columnsOf(sink: Sink): number {
  return sink.isTTY === true ? sizeOf(sink).columns - 1 : Infinity;
}

const logInterval = 5_000;

/** Where there is no terminal to draw on: lines, one every few seconds on standard error. */
export function plainFace({ stdout, stderr }: Outputs, paint: Paint, items: boolean): Face {
  const print = (line: string) => stdout.write(`${line}\n`);
  const say = (line: string) => void stderr.write(`${line}\n`);
  return {
    opening: (opening) => laidOut(openingLines(opening), columnsOf(stdout), paint).forEach(print),
    tell: (event) => {
      if (event.kind === 'budget_warning') say(warningText(event.state));
      if (items && event.kind === 'item_settled') print(itemLine(event, columnsOf(stdout), paint));
    },
    progress: { interval: logInterval, immediately: false, show: (view) => say(logLine(view)) },
    say,
    ended: (result, session) => {
      print('');
      const columns = columnsOf(stdout);
      laidOut(summaryLines(result, session, columns), columns, paint).forEach(print);
    },
  };
}
