import { type Face, type Outputs, columnsOf, plainFace } from './face.ts';
import { itemLine } from './item-line.ts';
import { liveBlock } from './live-block.ts';
import { warningText } from './money-lines.ts';
import type { Paint } from './paint.ts';
import { screen, sizeOf } from './screen.ts';
import type { View } from './view.ts';

/** Milliseconds between two frames: four a second are enough to be seen, and few enough to be read. */
const frameInterval = 250;

/** On a terminal: what `plainFace` prints, with one block below it that is drawn again in its place. */
export function liveFace(outputs: Outputs, paint: Paint, items: boolean): Face {
  const { stdout } = outputs;
  const plain = plainFace(outputs, paint, items);
  const block = screen(stdout);
  let latest: View | undefined;
  /** Lines of items that wait for the next frame: many may end between two. */
  let above: string[] = [];
  const draw = () => {
    const { rows } = sizeOf(stdout);
    const size = { columns: columnsOf(stdout), rows: rows - 2 };
    block.draw(latest === undefined ? [] : ['', ...liveBlock(latest, size, paint)], above);
    above = [];
  };
  // Back from Ctrl-Z: the shell has written below the block.
  process.on('SIGCONT', block.forget);
  return {
    opening: plain.opening,
    tell: (event) => {
      if (event.kind === 'budget_warning') above.push(warningText(event.state));
      if (items && event.kind === 'item_settled') above.push(itemLine(event, columnsOf(stdout), paint));
    },
    progress: {
      interval: frameInterval,
      immediately: true,
      show: (view) => {
        latest = view;
        draw();
      },
    },
    say: (line) => {
      above.push(line);
      draw();
    },
    ended: (result, session, exitCode) => plain.ended(result, session, exitCode),
    close: () => {
      latest = undefined;
      draw();
      process.off('SIGCONT', block.forget);
    },
  };
}
