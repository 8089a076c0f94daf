import type { Document } from '#html/document.ts';
import { plainText } from '#html/plain-text.ts';
import { entitiesAt, textsAt } from '#structured-data/entities.ts';
import { jsonLdEntities } from '#structured-data/json-ld-entities.ts';
import { mainProduct } from '#structured-data/main-product.ts';
import type { Candidate, Provenance } from '../extraction.ts';
import { folded } from '../fold.ts';
import type { TargetField } from '../target-schema.ts';

/** A row of the page, or of its structured data, that says in words what it is about. */
type LabelledRow = { readonly label: string; readonly value: string; readonly provenance: Provenance };

/** All rows that a field could claim by a label of its own. */
export function labelledRows(document: Document): readonly LabelledRow[] {
  return [
    ...additionalProperties(document),
    ...document.specifications.map(({ name, value }) => ({
      label: name,
      value,
      provenance: { source: 'specifications', where: name, confidence: 0.75 } as const,
    })),
  ];
}

/** The values, as text, of the rows that carry one of the field's own labels; the field reads them. */
export function labelledCandidates({ labels = [] }: TargetField, rows: readonly LabelledRow[]): readonly Candidate[] {
  if (labels.length === 0) return [];
  const wanted = new Set(labels.map(folded));
  return rows
    .filter(({ label }) => wanted.has(folded(label)) || wanted.has(folded(withoutUnit(label))))
    .map(({ value, provenance }) => ({ value, provenance }));
}

/** `Seat height (cm)`, `Seat height [cm]` and `Seat height in cm` are all about the seat height. */
function withoutUnit(label: string): string {
  return label.replace(/\s*(?:[([][^)\]]{1,12}[)\]]|,?\s+in\s+(?:mm|cm|m|kg|g|l|w|kw|v|°c))\s*:?\s*$/iu, '');
}

/** https://schema.org/additionalProperty of the page's product. */
function additionalProperties(document: Document): readonly LabelledRow[] {
  const product = mainProduct(jsonLdEntities(document.structured.jsonLd), document)?.product;
  if (product === undefined) return [];
  return entitiesAt(product, 'additionalProperty').flatMap((property) => {
    const [label] = textsAt(property, 'name');
    const [value] = textsAt(property, 'value');
    const [unit] = textsAt(property, 'unitText');
    if (label === undefined || value === undefined) return [];
    const provenance = { source: 'json-ld', where: `additionalProperty.${label}`, confidence: 0.85 } as const;
    return [{ label, value: plainText(unit === undefined ? value : `${value} ${unit}`), provenance }];
  });
}
