import { parser } from '@grafana/lezer-traceql';
import type { CatalogueSlice } from '#catalogue/slice.ts';
import { attributesBySpan } from '#operations/traceql/traceql.ts';

/**
 * What is wrong with a query, other than nothing: that it does not parse, that it is of no span of the catalogue, or
 * that it names an attribute which that span never has.
 */
export function traceqlProblems(query: string, slice: CatalogueSlice): readonly string[] {
  const problems: string[] = [];
  const attributes: string[] = [];
  parser.parse(query).iterate({
    enter: ({ type, name, from, to }) => {
      if (type.isError) problems.push(`does not parse at ${from}: ${query}`);
      if (name === 'AttributeField') attributes.push(query.slice(from, to));
    },
  });
  const span = /\bname = "([^"]+)"/u.exec(query)?.[1] ?? '';
  const known = attributesBySpan(slice).get(span);
  if (known === undefined) problems.push(`no span ${span}: ${query}`);
  for (const attribute of attributes) {
    const name = attribute.replace(/^span\./u, '');
    if (known !== undefined && !known.has(name)) problems.push(`the span ${span} has no attribute ${attribute}`);
  }
  return problems;
}
