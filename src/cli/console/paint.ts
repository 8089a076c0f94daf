import { styleText } from 'node:util';
import { displayWidth, fitted } from './text.ts';

/** What a text means, which decides its colour. */
export type Tone = 'plain' | 'quiet' | 'strong' | 'good' | 'warning' | 'bad';

export type Paint = (tone: Tone, text: string) => string;

/** A piece of a line. Measured before it is painted. */
export type Span = { readonly text: string; readonly tone?: Tone };

const formats: Readonly<Record<Exclude<Tone, 'plain'>, Parameters<typeof styleText>[0]>> = {
  quiet: 'dim',
  strong: 'bold',
  good: 'green',
  warning: 'yellow',
  bad: 'red',
};

export const withoutColor: Paint = (_tone, text) => text;

export const withColor: Paint = (tone, text) =>
  tone === 'plain' || text === '' ? text : styleText(formats[tone], text, { validateStream: false });

/**
 * Colours where they are wanted: Node asks the stream, and knows NO_COLOR, NODE_DISABLE_COLORS and FORCE_COLOR.
 *
 * @param color the setting; `never` overrules all else.
 */
export function paintFor(stream: NodeJS.WritableStream, color: 'auto' | 'never'): Paint {
  if (color === 'never') return withoutColor;
  return styleText('red', 'x', { stream }) === 'x' ? withoutColor : withColor;
}

export function painted(spans: readonly Span[], paint: Paint): string {
  return spans.map(({ text, tone = 'plain' }) => paint(tone, text)).join('');
}

/** The last word on width, whatever came before: cuts the span that goes over the edge, and drops those after it. */
export function withinWidth(spans: readonly Span[], columns: number): readonly Span[] {
  const kept: Span[] = [];
  let room = columns;
  for (const span of spans) {
    const text = fitted(span.text, room);
    if (text !== '') kept.push({ ...span, text });
    if (text !== span.text) break;
    room -= displayWidth(text);
  }
  return kept;
}
