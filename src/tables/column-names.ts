/** Columns that schedules of products have in common, by the names that they have in results, in that order. */
export const wellKnownColumns = ['room', 'section', 'item code', 'quantity'] as const;

type WellKnownColumn = (typeof wellKnownColumns)[number];

/**
 * What people call them, normalised. Words that as often mean something else (`item`, `name`, `product code`) are
 * left out: a column that is not recognised is carried through as it is.
 */
const synonyms: Readonly<Record<WellKnownColumn, Readonly<Record<'en' | 'de' | 'fr' | 'it' | 'es', string>>>> = {
  room: {
    en: 'room, rooms, room name, room number, room no, space, location, area name',
    de: 'raum, raume, raumname, raumnummer, raum nr, raumbezeichnung, zimmer',
    fr: 'piece, salle, local, nom de la piece, emplacement',
    it: 'stanza, ambiente, locale, vano, nome locale',
    es: 'habitacion, sala, estancia, espacio, ambiente',
  },
  section: {
    en: 'section, spec section, specification section, csi section, division, trade',
    de: 'abschnitt, gewerk, kapitel, kostengruppe',
    fr: 'section, lot, chapitre, corps d etat',
    it: 'sezione, capitolo',
    es: 'seccion, capitulo, partida',
  },
  'item code': {
    en: 'item code, item no, item number, item id, item ref, spec code, spec no, tag, mark, code, ref, reference',
    de: 'pos, position, pos nr, positionsnummer, kennzeichen, kurzel, referenz',
    fr: 'repere, code, code article, reference, ref',
    it: 'codice, codice articolo, cod, riferimento, rif, sigla',
    es: 'codigo, codigo de articulo, cod, referencia, ref',
  },
  quantity: {
    en: 'quantity, quantities, qty, quant, count, pcs, pieces, no of units, units',
    de: 'menge, anzahl, stuck, stk, stuckzahl',
    fr: 'quantite, quantites, qte, nombre, nb',
    it: 'quantita, qta, pezzi, pz',
    es: 'cantidad, cantidades, cant, uds, unidades',
  },
};

const byName: ReadonlyMap<string, WellKnownColumn> = new Map(
  wellKnownColumns.flatMap((column) =>
    Object.values(synonyms[column])
      .flatMap((names) => names.split(', '))
      .map((name) => [name, column] as const),
  ),
);

/** The well-known column that people call so; undefined when it is none. */
export function wellKnownName(header: string): WellKnownColumn | undefined {
  return byName.get(normalised(header));
}

/** A header without case, accents, punctuation and camel case: `Qté.` as `qte`, `productUrl` as `product url`. */
export function normalised(header: string): string {
  return header
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .normalize('NFD')
    .replaceAll(/\p{M}|[.:]/gu, '')
    .toLowerCase()
    .replaceAll(/[\s_'’-]+/g, ' ')
    .trim();
}
