import type { Json } from '#core/json.ts';
import type { Candidate, Provenance, SourceName, Witness } from './extraction.ts';
import { letters } from './fold.ts';

/** How the values of a fact are compared; facts that are not here (descriptions, pictures) merely differ in words. */
const essences: Readonly<Record<string, (value: Json) => string>> = {
  name: words,
  brand: words,
  manufacturer: words,
  sku: words,
  mpn: words,
  gtin: words,
  modelNumber: words,
  availability: (value) => (value === 'OutOfStock' || value === 'Discontinued' ? 'no' : 'yes'),
  price: (value) => (isPrice(value) ? String(value.amount) : words(value)),
  weight: (value) => JSON.stringify(value),
};
/** Facts of which a page has one only, so that another value is a contradiction. */
const single = new Set(['brand', 'price', 'availability', 'sku', 'mpn', 'gtin', 'weight']);
/** How much a contradicting source that is fully sure takes from a value. */
const contradiction = 0.3;
const maximumConfidence = 0.99;
const maximumWitnesses = 6;

type Kin = (candidate: Candidate) => string;
type Group = { readonly best: Candidate; readonly members: readonly Candidate[]; readonly score: number };

/**
 * The one value of all that are proposed for a field, in the order in which sources are believed. Sources that say
 * the same are taken as independent witnesses: their doubts are multiplied. What other sources say instead lowers
 * the confidence, and is kept in the provenance.
 *
 * @param facts what the field stands for; values of several facts at once are not compared.
 */
export function combined(facts: readonly string[], candidates: readonly Candidate[]): Candidate | undefined {
  const [fact = ''] = facts;
  const essence = facts.length === 1 ? essences[fact] : undefined;
  const kin = kinOf(fact);
  const groups = grouped(candidates, essence, kin);
  const [best, ...others] = groups;
  if (best === undefined) return undefined;
  const own = new Set(best.members.map(kin));
  const rivals = single.has(fact) ? others.filter(({ members }) => !members.every((one) => own.has(kin(one)))) : [];
  const confidence = best.score * (1 - contradiction * Math.max(0, ...rivals.map(({ score }) => score)));
  const agreeing = best.members.filter((member) => member !== best.best).map(witness);
  const disagreeing = rivals.map(({ best: { value, provenance } }) => ({ ...witness({ value, provenance }), value }));
  return {
    value: withCurrency(shownForm(fact, best), best.members),
    provenance: {
      ...best.best.provenance,
      confidence: rounded(confidence),
      ...(agreeing.length === 0 ? {} : { agreeing: agreeing.slice(0, maximumWitnesses) }),
      ...(disagreeing.length === 0 ? {} : { disagreeing: disagreeing.slice(0, maximumWitnesses) }),
    },
    ...(best.best.alternatives === undefined ? {} : { alternatives: best.best.alternatives }),
  };
}

function grouped(
  candidates: readonly Candidate[],
  essence: ((value: Json) => string) | undefined,
  kin: Kin,
): readonly Group[] {
  const bySource = candidates.toSorted((one, other) => other.provenance.confidence - one.provenance.confidence);
  const byEssence = Map.groupBy(bySource, (candidate) =>
    essence === undefined ? candidate : essence(candidate.value),
  );
  return [...byEssence.values()]
    .flatMap((members): readonly Group[] => {
      const [best] = members;
      return best === undefined
        ? []
        : [{ best, members: onePerSource(members, kin), score: jointConfidence(members, kin) }];
    })
    .toSorted((one, other) => other.score - one.score);
}

/** The surest of each source: what a source says twice is not surer for it. */
function onePerSource(members: readonly Candidate[], kin: Kin): readonly Candidate[] {
  return [...Map.groupBy(members, kin).values()].flatMap((same) => same.slice(0, 1));
}

function jointConfidence(members: readonly Candidate[], kin: Kin): number {
  const doubt = onePerSource(members, kin).reduce(
    (product, { provenance }) => product * (1 - provenance.confidence),
    1,
  );
  return Math.min(1 - doubt, Math.max(maximumConfidence, members[0]?.provenance.confidence ?? 0));
}

/** What is written for machines comes from one database, which may number its products otherwise than the shop does. */
const forMachines = new Set<SourceName>(['json-ld', 'microdata', 'rdfa', 'meta', 'state', 'attributes']);

/**
 * Sources that are one witness: they read the same marks. A meta whose name has no prefix is most often microdata,
 * and a line of cells is a row of a table.
 */
function kinOf(fact: string): (candidate: Candidate) => string {
  return ({ provenance: { source, where } }) => {
    if (fact === 'sku' && forMachines.has(source)) return 'json-ld';
    if (source === 'meta' && !where.includes(':')) return 'microdata';
    return source === 'page' && where.includes(' | ') ? 'specifications' : source;
  };
}

function witness({ provenance: { source, where } }: Candidate): Witness {
  return { source, where };
}

function words(value: Json): string {
  return letters(typeof value === 'string' ? value : JSON.stringify(value));
}

/** A number or a brand as the page shows it, which is how people order by it and read it. */
function shownForm(fact: string, { best, members }: Group): Json {
  if (fact !== 'sku' && fact !== 'brand') return best.value;
  return (members.find(({ provenance }) => provenance.source === 'page') ?? best).value;
}

/** A price without a currency takes the one of another source that names the same amount. */
function withCurrency(value: Json, members: readonly Candidate[]): Json {
  if (!isPrice(value) || value.currency !== undefined) return value;
  const same = members.map((member) => member.value).find((other) => isPrice(other) && other.currency !== undefined);
  return same ?? value;
}

function isPrice(value: Json): value is { readonly amount: number; readonly currency?: string } {
  return typeof value === 'object' && value !== null && 'amount' in value && typeof value.amount === 'number';
}

function rounded(confidence: Provenance['confidence']): number {
  return Math.round(confidence * 100) / 100;
}
