import type { Glance } from './glance.ts';
import { scanHtml } from './scan-html.ts';

/** What a page is made of, besides what is read. */
export type PageMarkup = {
  /** All tags, without what is between them; comments left out. */
  readonly tags: string;
  /** The contents of scripts that run. */
  readonly code: string;
  /** The contents of scripts that hold data (JSON of whatever kind): what is said there is no more than said. */
  readonly data: string;
};

/** The types of scripts that are not run: `application/json`, `application/ld+json`, `importmap` and the like. */
const dataType = /\stype\s{0,5}=\s{0,5}["']?([\w.+/-]{0,60}json|importmap|speculationrules)\b/i;

export function readMarkup({ html, read }: Glance): PageMarkup {
  const tags: string[] = [];
  const code: string[] = [];
  const data: string[] = [];
  scanHtml(html, {
    done: false,
    text: () => undefined,
    tag: (_name, _closing, part, start, end) => {
      tags.push(part.slice(start, end));
    },
    raw: (name, openingTag, start, end) => {
      if (name === 'script') (dataType.test(openingTag) ? data : code).push(html.slice(start, end));
    },
  });
  return { tags: read(tags.join('')), code: read(code.join('\n')), data: read(data.join('\n')) };
}
