import { linkTo, pictureOf, plain, tableHead, tableRow } from './markdown-text.ts';
import type { Place } from './place.ts';
import type { Sheet } from './sheet.ts';
import { type FactRow, trusts } from './trust.ts';

/** A product of the book; its anchor is the one that it has in specbook.html. */
export function markdownSheet(sheet: Sheet, number: number): string {
  const { item, name, standIn, description, source, retrieved, verdict, checks } = sheet;
  const about = [
    `Sheet ${number}`,
    ...[...sheet.codes, sheet.brand, sheet.category].flatMap((text) => (text === undefined ? [] : plain(text))),
  ];
  const parts = [
    `<a id="product-${item}"></a>\n\n### ${plain(name ?? 'Name not stated')}`,
    about.join(' · '),
    ...(standIn === undefined
      ? []
      : [`> Demonstration: read by the stand-in model ${plain(standIn)}, not by a language model.`]),
    ...pictures(sheet),
    ...(description === undefined ? [] : description.split(/\n+/u).map(plain)),
    ...(sheet.places.some(({ room, quantity }) => (room ?? quantity) !== undefined) ? [places(sheet.places)] : []),
    tableHead(['Fact', 'Value', 'Found in', 'Trust']) + sheet.facts.map(factRow).join(''),
    ...documents(sheet),
    ...(checks.length === 0 ? [] : [`To verify:\n\n${checks.map((check) => `- ${plain(check)}\n`).join('')}`]),
    `Source: ${linkTo(source, source)}, retrieved ${retrieved}. Record: ${verdict}.`,
  ];
  return `${parts.map((part) => part.trimEnd()).join('\n\n')}\n\n`;
}

function pictures({ pictures: found, name }: Sheet): readonly string[] {
  if (found === undefined) return [];
  if (found.shown.length === 0) return ['Picture: not stated'];
  return [found.shown.map((url) => pictureOf(url, name ?? 'the product')).join('\n')];
}

function places(all: readonly Place[]): string {
  const rows = all.map(({ code, room, section, quantity, others }) =>
    tableRow(
      [code, room, section, quantity, others.map(([name, text]) => `${name}: ${text}`).join('; ')].map((text) =>
        plain(text ?? ''),
      ),
    ),
  );
  return tableHead(['Item code', 'Room', 'Section', 'Quantity', 'Notes']) + rows.join('');
}

/** What is not stated is a line to fill in. */
function factRow({ title, value, origin }: FactRow): string {
  if (value === undefined) return tableRow([plain(title), '…', '', 'not stated']);
  const trust = origin === undefined ? '' : trusts[origin.trust].short;
  return tableRow([plain(title), plain(value), origin?.source ?? '', origin?.trust === 'low' ? `**${trust}**` : trust]);
}

function documents({ documents: found }: Sheet): readonly string[] {
  if (found === undefined) return [];
  if (found === 'missing') return ['Documents: not stated'];
  return [`Documents:\n\n${found.map(({ title, url }) => `- ${linkTo(url, title)}\n`).join('')}`];
}
