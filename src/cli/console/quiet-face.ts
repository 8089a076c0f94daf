import { type Face, type Outputs, columnsOf } from './face.ts';
import { laidOut } from './layout.ts';
import { warningText } from './money-lines.ts';
import type { Paint } from './paint.ts';
import { thresholdLines } from './quality-lines.ts';
import { failureLines, invalidLines, totalsLine, unfinishedLines } from './summary.ts';

/** Only what is wrong, on standard error, and the last line. */
export function quietFace({ stdout, stderr }: Outputs, paint: Paint): Face {
  return {
    opening: () => {},
    tell: (event) => {
      if (event.kind === 'budget_warning') stderr.write(`${warningText(event.state)}\n`);
    },
    say: (line) => void stderr.write(`${line}\n`),
    ended: (result) => {
      const wrong = [
        ...failureLines(result),
        ...thresholdLines(result.quality),
        ...invalidLines(result),
        ...unfinishedLines(result),
      ];
      for (const line of laidOut(wrong, columnsOf(stderr), paint)) stderr.write(`${line}\n`);
      stdout.write(`${totalsLine(result)}: ${result.directory}\n`);
    },
  };
}
