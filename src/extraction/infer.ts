import { type Proposal, proposal } from './proposal.ts';

/** Who makes a product most often is its brand, too; said of the one, it is less sure of the other. */
const makerAsBrand = 0.6;
/** Something that is offered at a price can be bought, unless the page says otherwise. Doubtful. */
const offered = 0.3;

/** The proposals, and what follows from them where a page leaves a field out. */
export function withInferences(proposals: readonly Proposal[]): readonly Proposal[] {
  return [...proposals, ...makersAsBrands(proposals), ...availabilityOfOffered(proposals)];
}

function makersAsBrands(proposals: readonly Proposal[]): readonly Proposal[] {
  return proposals
    .filter(({ field }) => field === 'manufacturer')
    .map(({ value, provenance }) => ({
      field: 'brand',
      value,
      provenance: { ...provenance, confidence: provenance.confidence * makerAsBrand },
    }));
}

function availabilityOfOffered(proposals: readonly Proposal[]): readonly Proposal[] {
  if (proposals.some(({ field }) => field === 'availability')) return [];
  const [price] = proposals
    .filter(({ field }) => field === 'price')
    .toSorted((one, other) => other.provenance.confidence - one.provenance.confidence);
  return price === undefined
    ? []
    : proposal('availability', 'InStock', price.provenance.source, `a price: ${price.provenance.where}`, offered);
}
