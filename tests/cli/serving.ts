import type { Desk } from './specbook.ts';

/** Runs `specbook serve` for as long as the work takes, which can collect its page as Prometheus does. */
export async function served<T>(own: Desk, work: (collect: () => Promise<string>) => Promise<T>): Promise<T> {
  const started = Promise.withResolvers<string>();
  const signals: NodeJS.Signals[] = [];
  const ended = own.run(['serve', '--port', '0'], {
    watch: (printed) => {
      const origin = /^(http:\S+)\/metrics/mu.exec(printed)?.[1];
      if (origin !== undefined) started.resolve(origin);
      return signals.pop();
    },
  });
  void ended.then(({ stderr }) => started.reject(new Error(stderr)));
  try {
    const origin = await started.promise;
    const headers = { accept: 'application/openmetrics-text; version=1.0.0' };
    return await work(async () => (await fetch(`${origin}/metrics`, { headers })).text());
  } finally {
    signals.push('SIGTERM');
    await ended;
  }
}
