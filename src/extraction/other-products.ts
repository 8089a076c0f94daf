/** How the heading of a shelf of other products begins: English, German, French, Italian, Spanish, Dutch and more. */
const headings =
  /^(?:related|similar|recommended|you (?:may|might)|customers (?:also|who)|recently viewed|frequently bought|more from|people also|products related|compare with|sponsored|ähnliche|das könnte|kunden (?:kauften|haben)|wird oft zusammen|zubehör|vous aimerez|produits (?:similaires|associés|liés)|les clients|prodotti (?:simili|correlati)|potrebbe|spesso comprati|i clienti|productos (?:relacionados|similares)|los clientes|también|produtos relacionados|gerelateerde|relaterade|похожие|с этим товаром)/iu;
const longestHeading = 60;

/** Whether what follows the line is about other products than the page's own. */
export function beginsOtherProducts(line: string): boolean {
  return line.length < longestHeading && headings.test(line);
}
