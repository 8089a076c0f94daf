import type { DemoProduct, MarkupStyle } from '../product.ts';
import { embeddedStatePage } from './embedded-state.ts';
import { jsonLdGraphPage } from './json-ld-graph.ts';
import { jsonLdPage } from './json-ld.ts';
import { longPage } from './long.ts';
import { microdataPage } from './microdata.ts';
import { openGraphPage } from './open-graph.ts';
import { plainPage } from './plain.ts';

type Renderer = (product: DemoProduct, related: readonly DemoProduct[]) => string;

const renderers: Readonly<Record<MarkupStyle, Renderer>> = {
  'json-ld': jsonLdPage,
  'json-ld-graph': jsonLdGraphPage,
  microdata: microdataPage,
  'open-graph': openGraphPage,
  plain: plainPage,
  'embedded-state': embeddedStatePage,
  long: longPage,
};

/** The product's page in its style, as HTML. `related` are other products, which some styles show beside it. */
export function productPage(product: DemoProduct, related: readonly DemoProduct[]): string {
  return renderers[product.style](product, related);
}
