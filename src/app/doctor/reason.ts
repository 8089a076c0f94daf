/** The operating system's word for it (`EACCES`), which says more than its message and names no more. */
export function reasonOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
    if (cause.name === 'TimeoutError') return 'no answer in time';
  }
  return error instanceof Error ? error.name : 'an unknown error';
}
