/** Words of a shop's scripts and styles: the stuff that makes real pages large. */
const words =
  'render hydrate carousel viewport session basket variant tracking consent locale promise module observer slider header banner config payload chunk vendor layout token theme layer'.split(
    ' ',
  );

/** Park and Miller's minimal standard generator (Communications of the ACM 31(10), 1988): the same on every machine. */
const nextNumber = (seed: number): number => (seed * 48_271) % 2_147_483_647;

let lines = Buffer.alloc(0);
let seed = 1;

function grow(length: number): void {
  const added: string[] = [];
  for (let total = lines.length; total < length; total += added.at(-1)?.length ?? 0) {
    const picked: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      seed = nextNumber(seed);
      picked.push(words[seed % words.length] ?? '');
    }
    const [first, second, third, fourth, fifth] = picked;
    added.push(
      `e.${first}_${seed}=function(t,n){return t.${second}&&n(${seed % 9973},"${third}-${fourth}",t.${fifth})};\n`,
    );
  }
  lines = Buffer.concat([lines, Buffer.from(added.join(''), 'latin1')]);
}

/**
 * A script or style element that does nothing, of exactly so many bytes (all ASCII), in parts to be joined.
 * Empty when there is no room for the element itself. What was made once is used again, uncopied.
 */
export function fillerParts(element: 'script' | 'style', bytes: number): readonly Uint8Array[] {
  const opening = Buffer.from(`<${element}>/*\n`);
  const closing = Buffer.from(`*/</${element}>\n`);
  const room = Math.floor(bytes) - opening.length - closing.length;
  if (room <= 0) return [];
  if (lines.length < room) grow(room);
  return [opening, lines.subarray(0, room), closing];
}

export function filler(element: 'script' | 'style', bytes: number): string {
  return Buffer.concat(fillerParts(element, bytes)).toString('latin1');
}
