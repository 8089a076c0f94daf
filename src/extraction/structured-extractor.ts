import type { Json } from '#core/json.ts';
import { combined } from './combine.ts';
import type { Candidate, Extraction } from './extraction.ts';
import type { Extractor } from './extractor.ts';
import { withInferences } from './infer.ts';
import type { Source } from './proposal.ts';
import { attributeSource } from './sources/attribute-source.ts';
import { labelledCandidates, labelledRows } from './sources/labelled-source.ts';
import { jsonLdSource, microdataSource, rdfaSource, stateSource } from './sources/entity-source.ts';
import { metaSource } from './sources/meta-source.ts';
import { seenPrices, withPageCurrency } from './sources/price-currency.ts';
import { pageSource } from './sources/page-source.ts';
import { checkedAgainstStock } from './sources/shown-availability.ts';
import { checkedAgainstShown } from './sources/shown-prices.ts';
import { specificationSource } from './sources/specification-source.ts';
import { urlSource } from './sources/url-source.ts';
import type { TargetField } from './target-schema.ts';

/** In the order in which they are believed when they are equally sure. */
const sources: readonly Source[] = [
  jsonLdSource,
  microdataSource,
  rdfaSource,
  metaSource,
  stateSource,
  specificationSource,
  attributeSource,
  pageSource,
  urlSource,
];

/**
 * Fills fields, without a model, by the known facts that they stand for, from all that the page says for machines
 * and for people, and by their labels from rows that carry these. Of several values that fit the field the one is
 * taken for which most speaks (`combined`).
 */
export function structuredExtractor(): Extractor {
  return {
    name: 'structured',
    extract: async (document, schema): Promise<Extraction> => {
      const found = sources.flatMap((source) => source(document));
      const priced = checkedAgainstShown([...found, ...seenPrices(found, document)], document);
      const checked = checkedAgainstStock(priced, document);
      const proposals = withInferences(withPageCurrency(checked, document), document);
      const rows = schema.fields.some(({ labels }) => labels !== undefined) ? labelledRows(document) : [];
      const fields = schema.fields.flatMap((field) => {
        const known = proposals.filter((one) => factsOf(field).includes(one.field));
        const best = combined(factsOf(field), fitting(field, [...known, ...labelledCandidates(field, rows)]));
        return best === undefined ? [] : [[field.name, best] as const];
      });
      return { fields: Object.fromEntries(fields) };
    },
  };
}

function factsOf({ name, facts = [name] }: TargetField): readonly string[] {
  return facts;
}

/** The candidates whose value has the field's shape, or can be given it. */
function fitting(field: TargetField, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.flatMap(({ value, provenance }) => {
    const parsed = field.parse(value);
    if (parsed === undefined) return [];
    const alternatives = alternativesTo(parsed, value, field);
    return [{ value: parsed, provenance, ...(alternatives.length === 0 ? {} : { alternatives }) }];
  });
}

const mostAlternatives = 20;

/** The rest of a list that the field took one entry of. */
function alternativesTo(parsed: Json, value: Json, field: TargetField): readonly Json[] {
  if (typeof parsed !== 'string' || !Array.isArray(value)) return [];
  const each = new Set(
    (value as readonly Json[]).slice(0, mostAlternatives).flatMap((entry) => field.parse(entry) ?? []),
  );
  return each.delete(parsed) ? [...each] : [];
}
