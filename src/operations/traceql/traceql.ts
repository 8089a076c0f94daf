import type { CatalogueSlice } from '#catalogue/slice.ts';
import { commonAttributes, failureAttributes, runSpan } from '#catalogue/spans.ts';

/** What a span must be; a value that begins with `$` is a variable of a dashboard. */
export type SpanCondition =
  | { readonly attribute: string; readonly is: '=' | '!=' | '=~' | '!~'; readonly value: string }
  | { readonly attribute: string; readonly is: '>' | '>=' | '<' | '<='; readonly value: number }
  | { readonly attribute: string; readonly is: 'present' }
  | { readonly status: 'error' }
  | { readonly longerThan: `${number}${'ms' | 's' | 'm'}` };

export type SpanSelection = {
  /** The span's name in the catalogue. */
  readonly span: string;
  readonly where?: readonly SpanCondition[];
  /** Attributes that are shown. */
  readonly select: readonly string[];
};

/**
 * Queries over the spans of one pipeline's catalogue, in Tempo's language.
 * https://grafana.com/docs/tempo/latest/traceql/
 */
export type Traceql = {
  /** @throws Error when the catalogue has no such span, or the span no such attribute. */
  spans(selection: SpanSelection): string;
};

export function traceqlOf(slice: CatalogueSlice): Traceql {
  const known = attributesBySpan(slice);
  return {
    spans: ({ span, where = [], select }) => {
      const attributes = known.get(span);
      if (attributes === undefined) throw new Error(`the catalogue of ${slice.pipeline} has no span ${span}`);
      const named = (name: string) => {
        if (!attributes.has(name)) throw new Error(`the span ${span} has no attribute ${name}`);
        return `span.${name}`;
      };
      const conditions = [
        `name = ${JSON.stringify(span)}`,
        ...where.map((condition) => conditionText(condition, named)),
      ];
      return `{ ${conditions.join(' && ')} } | select(${select.map(named).join(', ')})`;
    },
  };
}

function conditionText(condition: SpanCondition, named: (attribute: string) => string): string {
  if ('status' in condition) return `status = ${condition.status}`;
  if ('longerThan' in condition) return `duration > ${condition.longerThan}`;
  if (condition.is === 'present') return `${named(condition.attribute)} != nil`;
  const { attribute, is, value } = condition;
  return `${named(attribute)} ${is} ${typeof value === 'number' ? value : JSON.stringify(value)}`;
}

/** The attributes that each span may have, by the spans' names. */
export function attributesBySpan({ spans }: CatalogueSlice): ReadonlyMap<string, ReadonlySet<string>> {
  const everywhere = [...Object.values(commonAttributes), ...Object.values(failureAttributes)].map(({ name }) => name);
  const ofSpans = spans.map(
    ({ name, constants, attributes }) =>
      [name, [...Object.keys(constants), ...Object.values(attributes).map((attribute) => attribute.name)]] as const,
  );
  const ofRun = [runSpan.name, Object.values(runSpan.attributes).map(({ name }) => name)] as const;
  return new Map([...ofSpans, ofRun].map(([name, own]) => [name, new Set([...own, ...everywhere])]));
}
