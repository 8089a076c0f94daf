/** The first Ctrl-C drains, the second stops at once; a third ends the process whatever it does. */
export function interrupts(print: (line: string) => void): { drain: AbortSignal; stop: AbortSignal; end(): void } {
  const drain = new AbortController();
  const stop = new AbortController();
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(130);
    if (drain.signal.aborted) {
      print('stopping now');
      stop.abort();
      return;
    }
    print('finishing what is under way (press Ctrl-C again to stop at once)');
    drain.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    drain: drain.signal,
    stop: stop.signal,
    end: () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}
