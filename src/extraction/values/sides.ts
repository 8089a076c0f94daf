export type Side = 'width' | 'height' | 'depth' | 'length' | 'diameter';

/**
 * How pages name the sides, whole or by a letter: English, German, French, Italian, Spanish, Portuguese, Dutch,
 * Swedish, Danish, Norwegian, Polish, Czech; lower case, set apart by spaces.
 */
const names: Readonly<Record<Side, string>> = {
  width:
    'w b wide width breit breite largeur larg larghezza ancho anchura largura breedte breed bredd bredde szerokość szer šířka šíř',
  height:
    'h high height hoch höhe hauteur haut altezza alt alto altura hoogte hoog höjd højde høyde wysokość wys výška výš',
  depth:
    'd t p deep depth tief tiefe profondeur prof profondità profundidad fondo profundidade diepte diep djup dybde głębokość gł głęb hloubka hl',
  length:
    'l long length länge lang longueur lunghezza lung largo longitud comprimento lengte längd længde lengde długość dł dług délka dél',
  diameter: 'ø ⌀ dia diam diameter durchmesser diamètre diametro diámetro diâmetro doorsnede średnica śr průměr prům',
};
const sides: ReadonlyMap<string, Side> = new Map(
  Object.entries(names).flatMap(([side, words]) => words.split(' ').map((word) => [word, side as Side])),
);

/** Words beside the side's own that leave it what it is: a seat's height is not the height, the overall height is. */
const neutral = new Set(
  'overall total product item outer external max approx about ca circa gesamt totale total hors tout each assembled dimensions dimension size maße abmessungen'.split(
    ' ',
  ),
);

/** The side that a label names; `Breite (cm)` names the width, `Seat height` nothing. */
export function sideOf(label: string | undefined): Side | undefined {
  const words = (label ?? '')
    .replace(/\s*\([^)]*\)\s*$/u, '')
    .replace(/^[\s(]+|[\s:=.)]+$/gu, '')
    .toLowerCase()
    .split(/[\s.]+/u);
  const side = sides.get(words.at(-1) ?? '');
  return side !== undefined && words.slice(0, -1).every((word) => neutral.has(word)) ? side : undefined;
}

/** The words for a side, for a regular expression that looks for several of them in a row. */
export const sideWords = [...sides.keys()].toSorted((one, other) => other.length - one.length).join('|');

/**
 * `L` is the length, unless a narrower `l` stands beside it (French: longueur x largeur), or a `P` and nothing else
 * for the width (French and Italian: largeur or larghezza x profondeur x hauteur).
 *
 * @param labels as they are written. @param found what they name without each other.
 */
export function togetherNamed(
  labels: readonly (string | undefined)[],
  found: readonly (Side | undefined)[],
): readonly (Side | undefined)[] {
  const letters = labels.map((label) => (/^\p{L}$/u.test(label ?? '') ? label : undefined));
  const isWidth = (letter: string | undefined): boolean => {
    if (letter === 'l') return letters.includes('L');
    return letter === 'L' && /P/iu.test(letters.join('')) && !letters.includes('l') && !found.includes('width');
  };
  return found.map((side, index) => (isWidth(letters[index]) ? 'width' : side));
}
