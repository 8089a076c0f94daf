import { startServer } from './child-process.ts';

export type SiteProcess = { readonly origin: string; close(): Promise<void> };

/** Starts bench/site.ts on a free port, as a process of its own. @throws Error when it does not start. */
export async function startSiteProcess(): Promise<SiteProcess> {
  const { address, close } = await startServer('site.ts');
  return { origin: address, close };
}
