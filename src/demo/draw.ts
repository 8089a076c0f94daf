import { createHash } from 'node:crypto';

/**
 * A number that looks random, uniform in [0, 1), and is the same for the same words on every machine and in
 * whatever order it is asked for.
 */
export function draw(...words: readonly (string | number)[]): number {
  const digest = createHash('sha256').update(words.join('\0')).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** One of the list, by the same kind of chance. Undefined when the list is empty. */
export function drawOne<T>(list: readonly T[], ...words: readonly (string | number)[]): T | undefined {
  return list[Math.floor(draw(...words) * list.length)];
}
