import { grounded, ungrounded } from './found.ts';
import type { Grounding } from './grounding.ts';
import type { Passages } from './passages.ts';

/** An address stands in the page when the page names it, whole or relative to its own; the scheme does not count. */
export function findLink(value: string, { all, url: base }: Passages): Grounding {
  const wanted = comparable(value, base);
  for (const one of all) {
    if (one.place === 'text' || one.place === 'heading' || !/^(?:https?:)?\/|^\.{0,2}\/|^[\w.-]+\//u.test(one.text))
      continue;
    if (comparable(one.text, base) === wanted) return grounded(one);
  }
  return ungrounded('absent', value);
}

function comparable(address: string, base: string): string {
  const url = URL.parse(address, base);
  return url === null ? address : `${url.host}${url.pathname}${url.search}`;
}
