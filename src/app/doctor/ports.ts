import { createServer } from 'node:net';
import { isDemoModel, isDemoSite } from '../demonstration.ts';
import type { Settings } from '../settings.ts';
import type { Finding } from './finding.ts';
import { reasonOf } from './reason.ts';

/** Whether the demonstration can have its ports, or is what has them. */
export async function checkPorts({ demo }: Settings): Promise<readonly Finding[]> {
  return Promise.all([
    checkPort('demonstration', demo.port, '--demo-port or SPECBOOK_DEMO_PORT', isDemoSite),
    checkPort('stand-in model', demo.modelPort, '--demo-model-port or SPECBOOK_DEMO_MODEL_PORT', isDemoModel),
  ]);
}

async function checkPort(
  name: string,
  port: number,
  setting: string,
  isOurs: (origin: string) => Promise<boolean>,
): Promise<Finding> {
  const refused = await refusal(port);
  if (refused === undefined) return { name, state: 'ok', found: port === 0 ? 'any free port' : `port ${port} is free` };
  if (await isOurs(`http://127.0.0.1:${port}`)) return { name, state: 'ok', found: `is running on port ${port}` };
  // Only the demonstration needs it.
  return {
    name,
    state: 'warning',
    found: `port ${port} cannot be had (${refused})`,
    mend: `choose another with ${setting}`,
  };
}

/** Why the port cannot be listened on; undefined when it can. */
function refusal(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(reasonOf(error)));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(undefined)));
  });
}
