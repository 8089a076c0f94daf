import { formatDuration } from '#core/duration.ts';
import type { SpanAttributes, TraceSpan } from '#core/trace.ts';
import { type Paint, painted, type Span, type Tone, withinWidth } from './paint.ts';
import { displayWidth, fitted, padded, printable, wrapped } from './text.ts';

/** Columns that a bar has at least, and the part of a line that names take at most. */
const leastBar = 12;
const mostOfNames = 0.45;
const durationWidth = 9;

/** The spans of one trace as a tree with bars: when each began, and how long it took. The root comes first. */
export function waterfall(spans: readonly TraceSpan[], columns: number, paint: Paint): readonly string[] {
  const [root] = spans;
  if (root === undefined) return [];
  const names = treeNames(spans);
  const widest = Math.max(...names.map(displayWidth));
  const nameWidth = Math.min(widest, Math.floor(columns * mostOfNames), columns - durationWidth - leastBar - 2);
  const barWidth = Math.max(leastBar, Math.min(60, columns - nameWidth - durationWidth - 2));
  return spans.map((span, index) => {
    const line: readonly Span[] = [
      { text: `${padded(fitted(names[index] ?? '', nameWidth), nameWidth, 'left')} `, tone: toneOf(span) },
      { text: padded(formatDuration(span.end - span.start), durationWidth, 'right') },
      { text: ' ' },
      { text: bar(span, root, barWidth), tone: toneOf(span) === 'bad' ? 'bad' : 'good' },
    ];
    return painted(withinWidth(line, columns), paint).trimEnd();
  });
}

const toneOf = ({ status }: TraceSpan): Tone => (status === 'error' ? 'bad' : 'plain');

/** At least one column, so that the shortest is seen. */
function bar({ start, end }: TraceSpan, root: TraceSpan, width: number): string {
  const whole = Math.max(root.end - root.start, 1e-9);
  const from = Math.min(width - 1, Math.floor(((start - root.start) / whole) * width));
  const to = Math.max(from + 1, Math.min(width, Math.round(((end - root.start) / whole) * width)));
  return ' '.repeat(from) + '█'.repeat(to - from);
}

/** Each name with the branches that lead to it: `│ └ page`. */
function treeNames(spans: readonly TraceSpan[]): readonly string[] {
  const children = Map.groupBy(spans, ({ parentSpanId }) => parentSpanId);
  const names = new Map<string, string>();
  const walk = (span: TraceSpan, first: string, rest: string) => {
    names.set(span.spanId, first + shownName(span));
    const inner = children.get(span.spanId) ?? [];
    for (const child of inner) {
      const isLast = child === inner.at(-1);
      walk(child, `${rest}${isLast ? '└ ' : '├ '}`, `${rest}${isLast ? '  ' : '│ '}`);
    }
  };
  const [root] = spans;
  if (root !== undefined) walk(root, '', '');
  return spans.map(({ spanId, name }) => names.get(spanId) ?? name);
}

/** With what tells attempts apart. */
function shownName({ name, attributes }: TraceSpan): string {
  const fetcher = attributes['specbook.fetcher'];
  const attempt = attributes['specbook.attempt'];
  const parts = [
    name,
    typeof fetcher === 'string' && name === 'GET' ? fetcher : '',
    attempt ? `#${String(attempt)}` : '',
  ];
  return printable(parts.filter((part) => part !== '').join(' '));
}

/** What each span says: its attributes and events, with times from the beginning of the trace. */
export function spanDetails(spans: readonly TraceSpan[], columns: number, paint: Paint): readonly string[] {
  const began = spans[0]?.start ?? 0;
  const since = (at: number) => `+${formatDuration(Math.max(0, at - began))}`;
  return spans.flatMap((span) => {
    const { attributes, events, links } = span;
    const said = [
      ...(Object.keys(attributes).length === 0 ? [] : [attributesText(attributes)]),
      ...links.map((link) => `link to ${link.traceId}${suffix(attributesText(link.attributes))}`),
      ...events.map((event) => `${since(event.at)} ${event.name}${suffix(attributesText(event.attributes))}`),
    ];
    const heading = `${shownName(span)}  ${since(span.start)}`;
    return [
      paint(span.status === 'error' ? 'bad' : 'strong', fitted(heading, columns)),
      ...said.flatMap((text) => wrapped(`  ${printable(text)}`, columns, 4).map((line) => paint('quiet', line))),
    ];
  });
}

const suffix = (text: string) => (text === '' ? '' : `  ${text}`);

function attributesText(attributes: SpanAttributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}=${valueText(value)}`)
    .join('  ');
}

/** In quotes when it would not be seen where it ends. */
function valueText(value: SpanAttributes[string]): string {
  const text = typeof value === 'object' ? value.join('; ') : String(value);
  return /[\s\p{Cc}]|^$/u.test(text) ? JSON.stringify(text) : text;
}
