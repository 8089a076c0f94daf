import { type Element, isTag } from 'domhandler';
import type { Document } from './document.ts';
import { visibleText } from './visible-text.ts';

type Specification = Document['specifications'][number];
const maximumName = 80;
const maximumValue = 600;

/** The name and value that a table row holds: two cells, or several pairs of a heading and a cell. */
export function rowSpecifications(row: Element): readonly Specification[] {
  const cells = row.children.filter(isTag).filter(({ name }) => name === 'td' || name === 'th');
  const [name, value] = cells;
  if (name === undefined || value === undefined) return [];
  if (cells.length === 2) return specification(name, value);
  const isPairs = cells.length % 2 === 0 && cells.every((cell, index) => (cell.name === 'th') === (index % 2 === 0));
  return isPairs ? pairs(cells) : [];
}

/** The terms of a definition list with what is said of them. A `div` around a pair is allowed. */
export function listSpecifications(list: Element): readonly Specification[] {
  const entries = list.children
    .filter(isTag)
    .flatMap((child) => (child.name === 'div' ? child.children.filter(isTag) : [child]))
    .filter(({ name }) => name === 'dt' || name === 'dd');
  return entries.flatMap((term, index) => {
    const description = entries[index + 1];
    return term.name === 'dt' && description?.name === 'dd' ? specification(term, description) : [];
  });
}

function pairs(cells: readonly Element[]): readonly Specification[] {
  return cells.flatMap((cell, index) => {
    const value = cells[index + 1];
    return index % 2 === 0 && value !== undefined ? specification(cell, value) : [];
  });
}

function specification(name: Element, value: Element): readonly Specification[] {
  const nameText = oneLine(name, maximumName + 1).replace(/\s*:$/, '');
  const valueText = oneLine(value, maximumValue + 1);
  const fits =
    nameText !== '' && nameText.length <= maximumName && valueText !== '' && valueText.length <= maximumValue;
  return fits ? [{ name: nameText, value: valueText }] : [];
}

function oneLine(element: Element, limit: number): string {
  return visibleText(element, limit).replaceAll('\n', ', ');
}
