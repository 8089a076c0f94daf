import type { FailureCategory } from '#core/failure.ts';
import { type Answer, htmlAnswer, type Reply } from '../answer.ts';
import type { recovered } from '../catalogue/recovered.ts';
import { escaped, htmlPage } from '../markup.ts';

/** A request for a page with a fault. */
export type Visit = {
  /** As requested, without the query. */
  readonly path: string;
  readonly query: string;
  /** How often this path has been asked for, this time included. */
  readonly nth: number;
};

export type RecoveredProduct = keyof typeof recovered;

/** What a page with a fault may need of the site that it is on. */
export type Surroundings = {
  /** `127.0.0.1`, as pages name it. */
  readonly host: string;
  /** The origin of a neighbour whose certificate nobody vouches for. */
  secureOrigin(): Promise<string>;
  /** Milliseconds since the Unix epoch. */
  now(): number;
};

/** The page that is behind a fault: `path` is where it is by itself. */
export type PageBehind = { readonly path: string; readonly page: Answer };

/** How a page with a fault behaves, and what a careful client makes of it. `title` is for a person. */
export type Fault = {
  readonly title: string;
  /** Why it is no row of the demonstration, which must end within seconds and without leaving the machine. */
  readonly leftOut?: string;
} & (
  | {
      readonly ends: FailureCategory;
      readonly room: string;
      readonly recovers?: never;
      reply(visit: Visit, site: Surroundings): Reply | Promise<Reply>;
    }
  | {
      readonly ends?: never;
      readonly recovers: RecoveredProduct;
      reply(visit: Visit, site: Surroundings, behind: PageBehind): Reply;
    }
);

/** A page in the shop's dress that says one thing. */
export function message(
  status: number,
  title: string,
  { text = `The server answered with status ${status}.`, headers = {} }: MessageRest = {},
): Answer {
  const body = `<main><h1>${escaped(title)}</h1><p>${escaped(text)}</p></main>`;
  return htmlAnswer(htmlPage({ locale: 'en-GB', title, body }), { status, headers });
}

type MessageRest = { readonly text?: string; readonly headers?: Readonly<Record<string, string>> };
