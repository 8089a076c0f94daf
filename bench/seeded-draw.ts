/** Uniform in [0, 1). */
export type Draw = () => number;

/** Park and Miller's minimal standard generator (Communications of the ACM 31(10), 1988): the same every time. */
export function seededDraw(seed: number): Draw {
  let state = (seed % 2_147_483_646) + 1;
  const draw = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  // Small seeds begin with small numbers.
  for (let skipped = 0; skipped < 3; skipped += 1) draw();
  return draw;
}
