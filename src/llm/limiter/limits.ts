/** What a call uses of a provider's limits. */
export type Need = {
  readonly requests: number;
  readonly input: number;
  readonly output: number;
};

export type Counted = 'requests' | 'tokens' | 'input' | 'output';

/** The limits that providers publish: what they count, and over which time. */
export const limitKinds = {
  rpm: { counts: 'requests', per: 'minute' },
  tpm: { counts: 'tokens', per: 'minute' },
  itpm: { counts: 'input', per: 'minute' },
  otpm: { counts: 'output', per: 'minute' },
  rpd: { counts: 'requests', per: 'day' },
  tpd: { counts: 'tokens', per: 'day' },
} as const satisfies Record<string, { counts: Counted; per: 'minute' | 'day' }>;

export type LimitName = keyof typeof limitKinds;

export const limitNames = Object.keys(limitKinds) as readonly LimitName[];

/** What is allowed as far as it is known beforehand; what is left out is learnt from the provider's answers. */
export type Limits = {
  readonly [name in LimitName]?: number | undefined;
} & {
  /** Calls at once. */
  readonly concurrency?: number | undefined;
  /** Milliseconds that the provider means by a minute; another length than that of a minute is for tests. */
  readonly minute?: number | undefined;
};

/** A limit with its numbers. */
export type Rule = {
  readonly name: LimitName;
  readonly counts: Counted;
  /** Milliseconds. */
  readonly window: number;
  /** Infinity when nothing was said. */
  readonly configured: number;
};

const minute = 60_000;
const minutesOfADay = 24 * 60;

/** Every kind of limit as a rule: what is not configured is counted too, in case the provider tells of it. */
export function rulesOf(limits: Limits): readonly Rule[] {
  const length = limits.minute ?? minute;
  return limitNames.map((name) => {
    const { counts, per } = limitKinds[name];
    const window = per === 'minute' ? length : length * minutesOfADay;
    return { name, counts, window, configured: limits[name] ?? Number.POSITIVE_INFINITY };
  });
}

/** How much a need is of what a rule counts. */
export function amountOf({ counts }: Pick<Rule, 'counts'>, need: Need): number {
  return counts === 'tokens' ? need.input + need.output : need[counts];
}
