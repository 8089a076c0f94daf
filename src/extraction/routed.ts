import type { StageContext } from '#core/stage.ts';
import type { Document } from '#html/document.ts';
import type { InformedExtractor } from './informed-extractor.ts';

/** What a document must be for a route to be taken; what is left out does not matter. */
export type RouteConditions = {
  readonly stage?: string | undefined;
  /** Estimated tokens of the document. */
  readonly longerThan?: number | undefined;
  readonly shorterThan?: number | undefined;
  /** Whether the page describes itself in JSON-LD or microdata. */
  readonly structuredData?: boolean | undefined;
  /** The beginnings of language tags: `de` is `de-CH` too. */
  readonly languages?: readonly string[] | undefined;
};

export type Route = { readonly when: RouteConditions; readonly extractor: InformedExtractor };

/** Leaves the document to the first route whose conditions it meets, else to the other extractor. */
export function routed(routes: readonly Route[], otherwise: InformedExtractor): InformedExtractor {
  return {
    name: otherwise.name,
    extract: (document, schema, context, known) => {
      const number = routes.findIndex(({ when }) => meets(document, when, context));
      if (number >= 0) context.note({ route: number + 1 });
      return (routes[number]?.extractor ?? otherwise).extract(document, schema, context, known);
    },
  };
}

function meets(document: Document, when: RouteConditions, { stage }: Pick<StageContext, 'stage'>): boolean {
  const { longerThan = -1, shorterThan = Number.POSITIVE_INFINITY, structuredData, languages } = when;
  const language = document.language.toLowerCase();
  const { jsonLd, microdata } = document.structured;
  return (
    (when.stage ?? stage) === stage &&
    document.tokenEstimate > longerThan &&
    document.tokenEstimate < shorterThan &&
    (structuredData ?? hasData(jsonLd, microdata)) === hasData(jsonLd, microdata) &&
    (languages === undefined || languages.some((tag) => isWithin(language, tag.toLowerCase())))
  );
}

function hasData(jsonLd: readonly unknown[], microdata: readonly unknown[]): boolean {
  return jsonLd.length + microdata.length > 0;
}

function isWithin(language: string, tag: string): boolean {
  return language === tag || language.startsWith(`${tag}-`);
}
