import type { Completion } from './language-model.ts';

/** What a usual question may take: as long as the timeout says. */
const usual = { characters: 48_000, outputTokens: 2_000 } as const;

/**
 * Milliseconds for one attempt: the timeout, and in proportion more for a question or an answer that may be longer
 * than usual, because models take time by the token.
 */
export function deadlineOf({ system, user, maxOutputTokens }: Completion, timeout: number): number {
  const characters = system.length + user.length;
  return timeout * Math.max(1, characters / usual.characters, maxOutputTokens / usual.outputTokens);
}
