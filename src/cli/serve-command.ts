import { once } from 'node:events';
import type { Command } from 'commander';
import { addSettingFlags, saidOf } from './setting-flags.ts';

export function addServeCommand(program: Command): void {
  const command = program
    .command('serve')
    .description('serves the totals of all runs to Prometheus, whether a run is under way or not')
    .addHelpText(
      'after',
      `
Examples:
  npm run serve
  curl http://127.0.0.1:9465/metrics
  npm run serve -- --host 0.0.0.0 --token-file token.txt

/metrics has the metrics of docs/metrics.md, /livez and /readyz say whether the service is up and has runs to tell of.`,
    );
  addSettingFlags(command, ['serve', 'run.dataDirectory']);
  command.action(async () => {
    // Here, because no other command needs what it takes, and loading that takes a while.
    const { serve } = await import('#app/serve/serve.ts');
    const ended = new AbortController();
    const signals = ['SIGINT', 'SIGTERM'].map(async (signal) => once(process, signal, { signal: ended.signal }));
    try {
      const serving = await serve(saidOf(command), (complaint) => console.error(complaint));
      console.log(`${serving.origin}/metrics has the totals of ${serving.directory}; Ctrl-C ends it`);
      await Promise.race(signals);
      await serving.close();
    } finally {
      ended.abort();
      await Promise.allSettled(signals);
    }
  });
}
