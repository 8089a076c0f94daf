import { InvalidArgumentError } from 'commander';

/** Reads a flag's value that is a number of things, 1 or more. */
export function countArgument(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) throw new InvalidArgumentError('expected a whole number from 1 on');
  return count;
}
