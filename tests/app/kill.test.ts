import { expect, test } from 'vitest';
import { killTrial, measureReference, timesOf } from '../../bench/kill-trial.ts';
import { seededDraw } from '../../bench/seeded-draw.ts';

test('a run that is killed at any moment is resumed as if nothing had happened', { timeout: 120_000 }, async () => {
  const reference = await measureReference();
  const draw = seededDraw(20_261_121);
  for (const number of [1, 2, 3]) {
    const trial = await killTrial(reference, timesOf(number), draw);
    expect(trial.kills.length).toBeGreaterThan(0);
    expect(trial.problems).toEqual([]);
  }
});
