import { goldFieldNames } from './corpus-documents.ts';
import { kinds, type Trial } from './grounding-trial.ts';

export const floors = { right: 0.97, wrong: 0.97 } as const;

export type Judgement = {
  /** By field and kind: how many were told right, of how many. */
  readonly table: string;
  /** Shares, 0 to 1, over all fields. */
  readonly right: number;
  readonly wrong: number;
  readonly notInPage: number;
  /** The trials in which grounding was wrong. */
  readonly misses: readonly Trial[];
};

/**
 * A right value should be grounded, a wrong one flagged. A wrong value that happens to stand in its page counts all
 * the same (`200` on a page that ships for 200 €): telling that apart is what grounding is for. Right values whose text
 * is not in the raw page at all cannot be grounded; they are counted apart.
 */
export function judgedTrials(trials: readonly Trial[]): Judgement {
  const counted = trials.filter((trial) => trial.kind !== 'right' || trial.isInPage);
  const share = (some: readonly Trial[]) => some.filter(isTold).length / Math.max(1, some.length);
  const rows = goldFieldNames.map((field) => {
    const cells = kinds.map((kind) => {
      const some = counted.filter((trial) => trial.field === field && trial.kind === kind);
      return some.length === 0 ? '' : `${some.filter(isTold).length}/${some.length}`;
    });
    return [field.padEnd(14), ...cells.map((cell) => cell.padEnd(18))].join('');
  });
  const byChance = counted.filter(({ kind, isInPage }) => kind !== 'right' && isInPage);
  const chance = `wrong values that stand somewhere in the page by chance: ${byChance.length}, flagged ${byChance.filter(isTold).length}`;
  return {
    table: [['field'.padEnd(14), ...kinds.map((kind) => kind.padEnd(18))].join(''), ...rows, '', chance].join('\n'),
    right: share(counted.filter(({ kind }) => kind === 'right')),
    wrong: share(counted.filter(({ kind }) => kind !== 'right')),
    notInPage: trials.length - counted.length,
    misses: counted.filter((trial) => !isTold(trial)),
  };
}

function isTold({ kind, grounding }: Trial): boolean {
  return (kind === 'right') === (grounding.is === 'grounded');
}
