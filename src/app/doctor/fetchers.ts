import { toPipelineError } from '#core/pipeline-error.ts';
import { noWishes } from '#scraping/politeness/host-wishes.ts';
import { chooseFetchers } from '../fetcher-choice.ts';
import { type Network, openNetwork } from '../network.ts';
import type { Settings } from '../settings.ts';
import type { Finding } from './finding.ts';

/** Who would be asked for a page. Nobody is asked now: with a service that would cost. */
export async function checkFetchers(settings: Settings): Promise<Finding> {
  const name = 'fetchers';
  let network: Network | undefined;
  try {
    network = await openNetwork(settings);
    const configured = settings.scraping.fetchers;
    const present = chooseFetchers(settings, network, noWishes).map(({ fetcher }) => fetcher.name);
    const absent = configured.filter((fetcher) => !present.includes(fetcher));
    if (absent.length === 0) return { name, state: 'ok', found: present.join(', then ') };
    return {
      name,
      state: 'warning',
      found: `${present.join(', then ')}; there is no build of ${absent.join(', ')} for this machine`,
      mend: `npm install --include=optional, or leave it out of scraping.fetchers (--fetchers ${present.join(',')})`,
    };
  } catch (error) {
    const { message } = toPipelineError(error);
    return { name, state: 'problem', found: message, mend: 'correct it, or leave it out of scraping.fetchers' };
  } finally {
    await network?.close();
  }
}
