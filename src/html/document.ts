import type { StructuredData } from '#structured-data/structured-data.ts';

/** A page reduced to what matters: what extractors and models read instead of the HTML. */
export type Document = {
  /** Where the page answered; every URL in the document is absolute, resolved against it (or against `<base>`). */
  readonly url: string;
  readonly title: string;
  /** BCP 47, from `<html lang>` or the headers; empty when the page does not say. */
  readonly language: string;
  readonly canonicalUrl: string | undefined;
  readonly structured: StructuredData;
  /** The h1 headings, in order. */
  readonly headings: readonly string[];
  /** Name and value of each row of a specification table or definition list, in page order. */
  readonly specifications: readonly { readonly name: string; readonly value: string }[];
  /** Visible text in reading order, one block a line, boilerplate left out. */
  readonly text: string;
  readonly images: readonly { readonly url: string; readonly alternative: string }[];
  /** Links to files that a specifier wants: spec sheets, manuals, certificates, CAD. */
  readonly documents: readonly { readonly url: string; readonly title: string }[];
  /** What attributes, form fields and classes say of a product, in page order: of the one of the page, or of others. */
  readonly marks?: readonly {
    readonly field: string;
    readonly value: string;
    /** The name of the attribute, field or class. */
    readonly where: string;
  }[];
  /** An estimate of the document's tokens in a model, from its characters. */
  readonly tokenEstimate: number;
};
