/** Draws what a terminal showed (`tmux capture-pane -p -e`) as an SVG: text, bold, dim and the eight colours. */

type Style = { readonly color: string | undefined; readonly bold: boolean; readonly dim: boolean };
type Run = { readonly style: Style; readonly text: string };

const plain: Style = { color: undefined, bold: false, dim: false };
const colors: Readonly<Record<number, string>> = {
  31: '#e06c75',
  32: '#98c379',
  33: '#e5c07b',
  34: '#61afef',
  35: '#c678dd',
  36: '#56b6c2',
};

function applied(style: Style, code: number): Style {
  if (code === 0) return plain;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 39) return { ...style, color: undefined };
  return colors[code] === undefined ? style : { ...style, color: colors[code] };
}

/** The runs of one style in each line. A style goes on over the end of a line, as on the terminal. */
function runsOf(lines: readonly string[]): readonly (readonly Run[])[] {
  let style = plain;
  return lines.map((line) => {
    const runs: Run[] = [];
    // Text and escape sequences by turns.
    line.split(/\u001b\[([\d;]*)m/u).forEach((part, index) => {
      if (index % 2 === 0) runs.push({ style, text: part });
      else style = part.split(';').reduce((changed, code) => applied(changed, Number(code)), style);
    });
    return runs.filter(({ text }) => text !== '');
  });
}

const cell = { width: 8.4, height: 19 };
const margin = 18;

/** @param columns of the terminal. Every line fits; characters are taken to be of one width. */
export function terminalPicture(lines: readonly string[], columns: number, title: string): string {
  const width = Math.ceil(columns * cell.width) + 2 * margin;
  const height = lines.length * cell.height + 2 * margin;
  const text = runsOf(lines).flatMap((runs, row) => {
    let column = 0;
    return runs.flatMap((run) => {
      const x = margin + column * cell.width;
      const y = margin + (row + 0.75) * cell.height;
      column += run.text.length;
      return drawn(run, x, y);
    });
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="#1e2127"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#d7dae0">`,
    ...text,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Words apart by more than one space are placed each by itself: renderers differ in what they make of spaces. */
function drawn({ style, text }: Run, x: number, y: number): readonly string[] {
  const marks = [
    ...(style.color === undefined ? [] : [`fill="${style.color}"`]),
    ...(style.bold ? ['font-weight="bold"'] : []),
    ...(style.dim ? ['opacity="0.6"'] : []),
  ];
  return [...text.matchAll(/\S+(?: \S+)*/gu)].map(({ 0: words, index }) => {
    const length = (words.length * cell.width).toFixed(1);
    const place = `x="${(x + index * cell.width).toFixed(1)}" y="${y.toFixed(1)}" textLength="${length}"`;
    return `<text ${[place, 'lengthAdjust="spacingAndGlyphs"', ...marks].join(' ')}>${escaped(words)}</text>`;
  });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
