import type { Random } from '#core/random.ts';

/** Repeatable numbers: Park-Miller minimal standard generator (CACM 31/10, 1988). The same seed gives the same run. */
export function fakeRandom(seed = 1): Random {
  let state = seed;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
  const hexadecimal = (bytes: number) =>
    Array.from({ length: bytes }, () =>
      Math.floor(next() * 256)
        .toString(16)
        .padStart(2, '0'),
    ).join('');
  return { next, hexadecimal };
}
