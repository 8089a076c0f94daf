import { join, resolve } from 'node:path';
import { readSecretFile } from '#config/secret-file.ts';
import { PipelineError, toPipelineError } from '#core/pipeline-error.ts';
import { catalogue } from '../catalogue.ts';
import { configure, type Said } from '../configure.ts';
import type { Settings } from '../settings.ts';
import { systemClock } from '../system.ts';
import { runsFile } from '../workspace.ts';
import { type HttpService, startHttpService } from './http-service.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { runStoreFile } from './run-store-file.ts';

export type Serving = HttpService & { readonly directory: string };

/**
 * Serves the totals of all runs of the data directory, for as long as it is let, whether a run is under way or not.
 *
 * @param complain is told, once for each different one, of failures that a request met.
 * @throws PipelineError `config` for an address that cannot be had, or one beyond loopback without a token.
 */
export async function serve(said: Said, complain: (message: string) => void): Promise<Serving> {
  const { configuration } = configure(said);
  const { host, port } = configuration.serve;
  const token = tokenOf(configuration);
  if (token === undefined && !isLoopback(host)) throw new PipelineError('config', unguarded(host));
  const directory = resolve(configuration.run.dataDirectory);
  const file = runStoreFile(join(directory, runsFile));
  const schedule = { cadence: configuration.serve.cadence, servingSince: systemClock.now() };
  const routes = ledgerRoutes(file, catalogue, systemClock, schedule);
  const { origin, close } = await startHttpService({ host, port, token, routes, complain: onceEach(complain) });
  return {
    origin,
    directory,
    close: async () => {
      await close();
      await file.close();
    },
  };
}

function tokenOf({ serve: { token, tokenFile } }: Settings): string | undefined {
  return tokenFile === undefined ? token : readSecretFile(tokenFile, 'serve.tokenFile');
}

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/u.test(host);

const unguarded = (host: string) =>
  `serve.host (--host) is ${host}, which others can reach: set a token (SPECBOOK_SERVE_TOKEN or --token-file), ` +
  'or listen on 127.0.0.1';

/** A service that is asked every few seconds would say the same every few seconds. */
function onceEach(complain: (message: string) => void): (error: unknown) => void {
  let last = '';
  return (error) => {
    const { category, message } = toPipelineError(error);
    const complaint = `${category}: ${message}`;
    if (complaint !== last) complain(complaint);
    last = complaint;
  };
}
