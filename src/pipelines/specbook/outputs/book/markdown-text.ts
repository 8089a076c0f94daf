import { webAddress } from '../markup.ts';

/**
 * Text as Markdown (CommonMark and GitHub's tables) that reads as it is: on one line, and with nothing that would
 * become a heading, a link, HTML or the end of a cell.
 */
export function plain(text: string): string {
  return text
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .replaceAll(/[\\`*_{}[\]<>#|~$!&]/gu, String.raw`\$&`)
    .replace(/^(\d*)([-+=:.)])(?=[-=:\s]|$)/u, String.raw`$1\$2`);
}

/** A link, of an address of the web; of another, the text alone. */
export function linkTo(url: string, text: string): string {
  const address = webAddress(url);
  return address === undefined ? plain(text) : `[${plain(text)}](<${target(address)}>)`;
}

export function pictureOf(url: string, alt: string): string {
  return `![${plain(alt)}](<${target(url)}>)`;
}

/** What would end a target in angle brackets, or a cell of a table, is encoded. */
const target = (address: string): string =>
  address.replaceAll(/[<>|\\\s]/gu, (character) => encodeURIComponent(character));

/** A row of a table. The cells are Markdown. */
export const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

/** The header of a table, with the line beneath that makes it one. */
export const tableHead = (titles: readonly string[]): string => tableRow(titles) + tableRow(titles.map(() => '---'));
