/** A span of OTLP in its JSON form, as far as queries look at it. */
export type OtlpSpan = {
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code: number };
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
};

export type Otlp = {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[] }[];
};

export const spansIn = ({ resourceSpans }: Otlp): readonly OtlpSpan[] =>
  resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));

/**
 * The spans that a query of a dashboard finds, with the attributes that it selects: what Tempo would do with queries of
 * the one form that dashboards have, `{ … && … } | select(…)`. Variables stand for anything.
 */
export function matchingSpans(query: string, spans: readonly OtlpSpan[]): readonly Readonly<Record<string, string>>[] {
  const [, conditions = '', selected = ''] = /^\{ (.*) \} \| select\((.*)\)$/u.exec(query) ?? [];
  if (conditions === '') throw new TypeError(`a query of another form: ${query}`);
  const shown = selected.split(', ').map((attribute) => attribute.replace(/^span\./u, ''));
  return spans
    .filter((span) => conditions.split(' && ').every((condition) => holds(condition, span)))
    .map((span) => {
      const attributes = attributesOf(span);
      return Object.fromEntries(
        shown.flatMap((name) => (attributes[name] === undefined ? [] : [[name, attributes[name]]])),
      );
    });
}

const attributesOf = ({ attributes }: OtlpSpan): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]));

function holds(condition: string, span: OtlpSpan): boolean {
  const [, field = '', operator = '', written = ''] = /^(\S+) (\S+) (.+)$/u.exec(condition) ?? [];
  if (condition === 'status = error') return span.status.code === 2;
  if (field === 'duration') {
    const seconds = Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e9;
    return operator === '>' && written.endsWith('s') && seconds > Number.parseFloat(written);
  }
  const value = field === 'name' ? span.name : attributesOf(span)[field.replace(/^span\./u, '')];
  const wanted = written.replaceAll(/^"|"$/gu, '').replaceAll(/\$\w+/gu, '.*');
  if (value === undefined) return false;
  switch (operator) {
    case '=':
      return value === wanted;
    case '=~':
      return new RegExp(`^(?:${wanted})$`, 'u').test(value);
    default:
      throw new TypeError(`an operator that no dashboard has had so far: ${condition}`);
  }
}
