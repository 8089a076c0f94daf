import type { Json } from '#core/json.ts';
import type { Candidate, Extraction } from './extraction.ts';
import type { Extractor } from './extractor.ts';
import type { Source } from './proposal.ts';
import { labelledCandidates, labelledRows } from './sources/labelled-source.ts';
import { jsonLdSource, microdataSource } from './sources/entity-source.ts';
import { metaSource } from './sources/meta-source.ts';
import { pageSource } from './sources/page-source.ts';
import { specificationSource } from './sources/specification-source.ts';
import { urlSource } from './sources/url-source.ts';
import type { TargetField } from './target-schema.ts';

/** In the order in which they are believed when they are equally sure. */
const sources: readonly Source[] = [
  jsonLdSource,
  microdataSource,
  metaSource,
  specificationSource,
  pageSource,
  urlSource,
];

/** Fields in which two sources that differ contradict each other; descriptions merely differ in words. */
const comparable = new Set(['brand', 'price', 'availability', 'sku', 'mpn', 'gtin', 'weight']);
const disagreement = 0.75;

/**
 * Fills fields, without a model, by the known facts that they stand for, from what the page says in JSON-LD,
 * microdata, metas, specification tables and visible text, and by their labels from rows that carry these. Of
 * several values the surest one that fits the field is taken; it is less sure when another source says something
 * else.
 */
export function structuredExtractor(): Extractor {
  return {
    name: 'structured',
    extract: async (document, schema): Promise<Extraction> => {
      const proposals = sources.flatMap((source) => source(document));
      const rows = schema.fields.some(({ labels }) => labels !== undefined) ? labelledRows(document) : [];
      const fields = schema.fields.flatMap((field) => {
        const known = proposals.filter((one) => factsOf(field).includes(one.field));
        const best = choose(field, [...known, ...labelledCandidates(field, rows)]);
        return best === undefined ? [] : [[field.name, best] as const];
      });
      return { fields: Object.fromEntries(fields) };
    },
  };
}

function factsOf({ name, facts = [name] }: TargetField): readonly string[] {
  return facts;
}

function choose(field: TargetField, candidates: readonly Candidate[]): Candidate | undefined {
  const fitting = candidates
    .flatMap(({ value, provenance }): readonly Candidate[] => {
      const parsed = field.parse(value);
      return parsed === undefined ? [] : [{ value: parsed, provenance }];
    })
    .toSorted((one, other) => other.provenance.confidence - one.provenance.confidence);
  const [best] = fitting;
  if (best === undefined) return undefined;
  const value = withCurrency(best.value, fitting);
  const contradicts =
    factsOf(field).every((fact) => comparable.has(fact)) && fitting.some((other) => isContradiction(best, other));
  const confidence = contradicts ? best.provenance.confidence * disagreement : best.provenance.confidence;
  return { value, provenance: { ...best.provenance, confidence: Math.round(confidence * 100) / 100 } };
}

function isContradiction(best: Candidate, other: Candidate): boolean {
  return other.provenance.source !== best.provenance.source && essence(other.value) !== essence(best.value);
}

/** What has to be equal for two sources to agree: of a price the amount, of texts the letters. */
function essence(value: Json): string {
  if (isPrice(value)) return String(value.amount);
  return JSON.stringify(value).toLowerCase().replace(/\s+/g, ' ');
}

/** A price without a currency takes the one of another source that names the same amount. */
function withCurrency(value: Json, others: readonly Candidate[]): Json {
  if (!isPrice(value) || value.currency !== undefined) return value;
  const amount = value.amount;
  const same = others
    .map((other) => other.value)
    .find((other) => isPrice(other) && other.amount === amount && other.currency !== undefined);
  return same ?? value;
}

function isPrice(value: Json): value is { readonly amount: number; readonly currency?: string } {
  return typeof value === 'object' && value !== null && 'amount' in value && typeof value.amount === 'number';
}
