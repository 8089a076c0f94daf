import type { Json } from '#core/json.ts';

/** A thing that the page says about itself: schema.org properties by name, values in page order. */
export type Entity = {
  /** Without the schema.org prefix: `Product`, `Offer`, `BreadcrumbList`. */
  readonly types: readonly string[];
  readonly properties: Readonly<Record<string, readonly EntityValue[]>>;
};
export type EntityValue = string | Entity;

/** Everything in a page that was written for machines. */
export type StructuredData = {
  /** The contents of each `application/ld+json` script that could be read, as parsed. */
  readonly jsonLd: readonly Json[];
  /** The top-level items of the page's microdata. */
  readonly microdata: readonly Entity[];
  /** The top-level things that the page's RDFa describes. */
  readonly rdfa?: readonly Entity[];
  /** Products in the page's own data: application state, analytics, JSON in scripts. */
  readonly state?: readonly Entity[];
  /** ISO 4217 codes, or what looks like one, that the page's scripts name, in order and as often as they do. */
  readonly currencies?: readonly string[];
  /** `<meta property|name|itemprop content>` by lower-case name: OpenGraph, Twitter, product tags, description. */
  readonly meta: Readonly<Record<string, readonly string[]>>;
};
