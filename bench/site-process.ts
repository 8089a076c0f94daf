import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type SiteProcess = { readonly origin: string; close(): Promise<void> };

/**
 * Starts bench/site.ts on a free port, as a process of its own.
 *
 * @throws Error when it ends without having said where it listens.
 */
export async function startSiteProcess(): Promise<SiteProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'site.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const origin = await Promise.race([firstLine(child.stdout), ended.then(() => undefined)]);
  if (origin === undefined) throw new Error('the demonstration site did not start');
  return {
    origin,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input: stream })) return line;
  return undefined;
}
