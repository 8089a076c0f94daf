import type { FailureCategory } from '#core/failure.ts';
import type { FailedItem } from '#core/run-store.ts';
import { messagePattern } from './message-pattern.ts';

/** Failures that are of one kind: the same category and stage, at the same host, in the same words. */
export type FailureGroup = {
  readonly category: FailureCategory;
  readonly stage: string;
  /** The items' key; undefined for what no longer fits into the limit of groups. */
  readonly host: string | undefined;
  /** The message with placeholders for what differs. */
  readonly pattern: string;
  readonly count: number;
  /** The first of them in the order of the source. */
  readonly example: FailedItem;
};

/** Groups that are told apart. Past it, a category's further failures share one: memory stays bounded. */
const mostGroups = 2_000;

/** Groups failures of any number, the largest group first. */
export async function groupFailures(
  failures: AsyncIterable<FailedItem>,
  limit = mostGroups,
): Promise<readonly FailureGroup[]> {
  const groups = new Map<string, FailureGroup>();
  for await (const failed of failures) {
    const { category, stage, message } = failed.failure;
    const own = { host: failed.item.key, pattern: messagePattern(message), stage };
    const ownKey = JSON.stringify([category, own.stage, own.host, own.pattern]);
    const fits = groups.has(ownKey) || groups.size < limit;
    const key = fits ? ownKey : category;
    const { host, pattern } = fits ? own : { host: undefined, pattern: 'other messages' };
    const group = groups.get(key) ?? { category, stage, host, pattern, count: 0, example: failed };
    groups.set(key, { ...group, count: group.count + 1 });
  }
  return [...groups.values()].toSorted((left, right) => right.count - left.count);
}
