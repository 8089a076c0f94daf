import type { RunSummary } from '#core/output.ts';
import type { BookSettings } from '#pipelines/specbook/book-settings.ts';
import type { Arrangement } from './arrangement.ts';
import { longDate } from './dates.ts';

/** What the cover says. Nothing that nobody has said stands on it. */
export type Cover = {
  readonly title: string;
  readonly project: string | undefined;
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** What is in the book, in numbers. */
  readonly contents: string;
  readonly standIn: string | undefined;
};

export function coverOf(book: BookSettings, { run, counts }: RunSummary, arrangement: Arrangement): Cover {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Project no.', book.number],
    ['Client', book.client],
    ['Architect', book.architect],
    ['Address', book.address],
    ['Revision', book.revision],
    ['Date', book.date ?? longDate(run.startedAt)],
  ];
  const { products, standIns } = arrangement;
  const absent = counts.failed + counts.not_found + counts.skipped + counts.remaining;
  return {
    title: book.title,
    project: book.project ?? (run.project === '' ? undefined : run.project),
    facts: facts.flatMap(([label, text]) => (text === undefined ? [] : [[label, text] as const])),
    contents: `${counted(products, 'product')}${absent === 0 ? '' : `; ${counted(absent, 'page')} of the list gave none (Appendix B)`}`,
    standIn:
      standIns === 0
        ? undefined
        : `Demonstration: values of ${counted(standIns, 'product')} were read by the stand-in model of the demo, not by a language model.`,
  };
}

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** The project and its revision, for the edges of printed pages. */
export function running(
  { title, project }: Cover,
  { revision }: BookSettings,
): { readonly head: string; readonly foot: string } {
  return {
    head: project === undefined ? title : `${project} · ${title}`,
    foot: revision === undefined ? '' : `Revision ${revision}`,
  };
}
