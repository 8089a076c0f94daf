import type { Block } from './blocks.ts';

/** The blocks as Markdown; columns of numbers stand on the right, but for the first, which names its row. */
export function renderMarkdown(title: string, blocks: readonly Block[]): string {
  return `${[`# ${safe(title)}`, ...blocks.map(rendered)].join('\n\n')}\n`;
}

function rendered(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${safe(block.text)}`;
    case 'text':
      return safe(block.text);
    case 'picture':
      return `![${safe(block.text)}](${block.file})`;
    case 'table':
      return tableOf(block.heads, block.rows);
  }
}

function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = heads.map((head, index) => {
    const values = rows.map((cells) => cells[index] ?? '');
    return columnOf([head, ...values], index > 0 && values.every((value) => number.test(value)));
  });
  const line = (index: number) => `| ${columns.map(({ cells }) => cells[index]).join(' | ')} |`;
  const rule = `| ${columns.map(({ rule: dashes }) => dashes).join(' | ')} |`;
  return [line(0), rule, ...rows.map((_, index) => line(index + 1))].join('\n');
}

/** An amount, a change or a time, or the sign that there is none. */
const number = /^(?:[-+−$]?\d.*|[–=]|new|not known.*|)$/u;

function columnOf(values: readonly string[], onTheRight: boolean) {
  const texts = values.map(safe);
  const width = Math.max(3, ...texts.map(({ length }) => length));
  return {
    cells: texts.map((cell) => (onTheRight ? cell.padStart(width) : cell.padEnd(width))),
    rule: onTheRight ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  };
}

/** An underscore within a word is only that. */
const special = /[\\`*[\]<>|]|(?<![\p{L}\d])_|_(?![\p{L}\d])/gu;

/** Names of models, projects and settings are what somebody typed: they are shown as they are, on one line. */
function safe(words: string): string {
  return words.replaceAll(/\s+/gu, ' ').replaceAll(special, String.raw`\$&`);
}
