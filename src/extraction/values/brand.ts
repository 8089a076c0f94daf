/** How shops word the link to a brand's own page. */
const stores: readonly RegExp[] = [
  /^visit the (.+?) (?:store|shop|page)$/i,
  /^(?:shop|see|view|discover) (?:all|more) (?:products )?(?:from|by) (.+)$/i,
  /^besuchen sie den (.+?)[- ](?:store|shop)$/i,
  /^visiter la boutique (?:de )?(.+)$/i,
  /^visita lo store (?:di )?(.+)$/i,
  /^visita la tienda (?:de )?(.+)$/i,
  /^visite a loja (?:da |do )?(.+)$/i,
  /^bezoek de (.+?)[- ](?:store|winkel)$/i,
  /^besök (.+?)[- ]butiken$/i,
];

/** The brand whose shop a line invites to; undefined when it does not. */
export function storeOf(line: string): string | undefined {
  if (line.length > 80) return undefined;
  return stores.map((pattern) => pattern.exec(line)?.[1]?.trim()).find((name) => name !== undefined && name !== '');
}
