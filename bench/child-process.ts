import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type Server = { readonly address: string; close(): Promise<void> };

/**
 * Starts a program of this folder as a process of its own, which prints its address and runs until it is ended.
 *
 * @throws Error when it ends without having said where it listens.
 */
export async function startServer(program: string, parameters: readonly string[] = []): Promise<Server> {
  const child = spawn(process.execPath, [join(import.meta.dirname, program), ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const address = await Promise.race([firstLine(child.stdout), ended.then(() => undefined)]);
  if (address === undefined) throw new Error(`${program} did not start`);
  return {
    address,
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
