import { displayWidth } from './text.ts';

/** What is asked of an output stream. */
export type Sink = Pick<NodeJS.WriteStream, 'write'> & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'rows'>>;

/** The size of the terminal; 80 by 24 when it does not say. */
export function sizeOf({ columns = 0, rows = 0 }: Sink): { readonly columns: number; readonly rows: number } {
  return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
}

/** A block of lines at the end of a terminal, drawn again in its place. */
export type Screen = {
  /**
   * @param lines each at least one column narrower than the terminal, and at least one fewer than its rows.
   * @param above lines to print above the block, which stay.
   */
  draw(lines: readonly string[], above?: readonly string[]): void;
  /** Leaves what is there as it is: something else has written to the terminal. */
  forget(): void;
};

const up = (lines: number) => (lines === 0 ? '' : `\u001b[${lines}A`);
const eraseToEndOfLine = '\u001b[K';
const eraseBelow = '\u001b[J';
const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';

/**
 * Each frame is one write, and lines are written over instead of erased first, so nothing flickers. The cursor is
 * hidden only within a frame: whatever ends the program, kill -9 included, leaves it visible.
 */
export function screen(terminal: Sink): Screen {
  let drawn: readonly string[] = [];
  /** A terminal that became narrower has broken the lines that were there (most do) into several. */
  const height = () => {
    const { columns } = sizeOf(terminal);
    return drawn.reduce((rows, line) => rows + Math.max(1, Math.ceil(displayWidth(line) / columns)), 0);
  };
  return {
    draw: (lines, above = []) => {
      if (lines.length + above.length + drawn.length === 0) return;
      const frame = [...above, ...lines].map((line) => `${line}${eraseToEndOfLine}\n`).join('');
      terminal.write(`${hideCursor}\r${up(height())}${frame}${eraseBelow}${showCursor}`);
      drawn = lines;
    },
    forget: () => {
      drawn = [];
    },
  };
}
