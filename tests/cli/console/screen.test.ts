import { describe, expect, test } from 'vitest';
import { screen, sizeOf } from '../../../src/cli/console/screen.ts';

function terminal(columns: number) {
  const frames: string[] = [];
  const sink = { columns, rows: 24, write: (text: unknown) => frames.push(String(text)) > 0 };
  return { frames, sink };
}

describe('the screen', () => {
  test('draws a frame in one write, over the one before, and leaves the cursor visible', () => {
    const { frames, sink } = terminal(80);
    const { draw } = screen(sink);
    draw(['one', 'two']);
    draw(['three'], ['above']);
    expect(frames).toEqual([
      '\u001b[?25l\rone\u001b[K\ntwo\u001b[K\n\u001b[J\u001b[?25h',
      '\u001b[?25l\r\u001b[2Aabove\u001b[K\nthree\u001b[K\n\u001b[J\u001b[?25h',
    ]);
  });

  test('takes its block away, and writes nothing when there is none', () => {
    const { frames, sink } = terminal(80);
    const { draw } = screen(sink);
    draw([]);
    draw(['one']);
    draw([]);
    draw([]);
    expect(frames).toHaveLength(2);
    expect(frames[1]).toContain('\u001b[1A\u001b[J');
  });

  test('goes up far enough when the terminal has become narrower and broken the lines', () => {
    const { frames, sink } = terminal(80);
    const { draw } = screen(sink);
    draw(['x'.repeat(70), 'y']);
    sink.columns = 40;
    draw(['z']);
    expect(frames[1]).toContain('\r\u001b[3A');
  });

  test('does not go up over what somebody else has written', () => {
    const { frames, sink } = terminal(80);
    const { draw, forget } = screen(sink);
    draw(['one']);
    forget();
    draw(['two']);
    expect(frames[1]).not.toContain('A');
  });

  test('takes a terminal that does not know its size for a usual one', () => {
    expect(sizeOf({ write: () => true, columns: 0 })).toEqual({ columns: 80, rows: 24 });
  });
});
