import type { Provenance } from '#extraction/extraction.ts';
import type { RecordFact, Values } from '#pipelines/specbook/record-schema.ts';
import type { ProductRecord } from '#pipelines/specbook/record.ts';

/** How far a value may be relied upon, by the confidence in it. */
export const trusts = {
  high: { least: 0.8, words: 'well founded (80 % or more)', short: 'well founded' },
  fair: { least: 0.5, words: 'plausible (50 to 80 %)', short: 'plausible' },
  low: { least: 0, words: 'doubtful (below 50 %): verify before use', short: 'verify' },
} as const satisfies Record<string, { readonly least: number; readonly words: string; readonly short: string }>;

export type Trust = keyof typeof trusts;

export function trustOf({ confidence }: Pick<Provenance, 'confidence'>): Trust {
  if (confidence >= trusts.high.least) return 'high';
  return confidence >= trusts.fair.least ? 'fair' : 'low';
}

/** A row of the facts table. */
export type FactRow = {
  readonly title: string;
  /** Undefined when the page does not say. */
  readonly value: string | undefined;
  /** Undefined when it is not known where the value came from. */
  readonly origin: Origin | undefined;
};

export type Origin = { readonly trust: Trust; readonly source: string };

/** For readers who know of no JSON-LD. A source that has no words here is called by its own name. */
const sourceWords: Readonly<Record<string, string>> = {
  'json-ld': 'product data',
  microdata: 'product data',
  meta: 'page header',
  specifications: 'specification table',
  page: 'page text',
  url: 'page address',
  model: 'language model',
} satisfies Partial<Record<Provenance['source'], string>>;

export function originOf(provenance: Provenance): Origin {
  return { trust: trustOf(provenance), source: sourceWords[provenance.source] ?? provenance.source };
}

/** The facts as the record has them. What a fact shows of several values is trusted like the least of them. */
export function factRows(facts: readonly RecordFact[], { values, provenance }: ProductRecord): readonly FactRow[] {
  const without = Object.keys(values).map((field) => [field, allBut(values, field)] as const);
  return facts.map(({ title, show }) => {
    const value = show(values);
    if (value === undefined) return { title, value, origin: undefined };
    // A fact does not say which fields it shows: they are those without which it is another.
    const shown = without.flatMap(([field, others]) => (show(others) === value ? [] : [field]));
    const known = shown.flatMap((field) => (Object.hasOwn(provenance, field) ? (provenance[field] ?? []) : []));
    const [least] = known.toSorted((one, other) => one.confidence - other.confidence);
    return { title, value, origin: least === undefined ? undefined : originOf(least) };
  });
}

function allBut(values: Values, field: string): Values {
  const { [field]: _, ...others } = values;
  return others;
}
