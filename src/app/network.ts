import { readSecretFile } from '#config/secret-file.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import { type Chromium, chromium } from '#scraping/browser/chromium.ts';
import { findChromium } from '#scraping/browser/find-chromium.ts';
import { type AddressGuard, addressGuard } from '#scraping/network/address-guard.ts';
import { type ConnectProxy, startConnectProxy } from '#scraping/network/connect-proxy.ts';
import { type Dial, directDial } from '#scraping/network/dial.ts';
import { proxiesIn } from '#scraping/network/settings.ts';
import { parseUpstream, type Upstream, upstreamDial } from '#scraping/network/upstream.ts';
import type { SiteCredentials } from '#scraping/site-credentials.ts';
import { type SiteSessions, siteSessions } from '#scraping/site-sessions.ts';
import type { Settings } from './settings.ts';
import { systemRandom } from './system.ts';

/** The ways out to the sites, and what is open as long as they are in use. */
export type Network = {
  readonly guard: AddressGuard;
  readonly dial: Dial;
  readonly sessions: SiteSessions;
  /** For fetchers that connect by themselves. Absent when none of those configured does. */
  readonly proxy: ConnectProxy | undefined;
  /** Absent when it is not among the fetchers. */
  readonly chromium: Chromium | undefined;
  close(): Promise<void>;
};

export type Introduction = {
  /** Hosts that may be fetched although they are not public, besides those of the configuration; each as `host:port`. */
  readonly exempt?: readonly string[];
  readonly credentials?: SiteCredentials;
};

/**
 * Opens what the configured fetchers need to get out, and nothing else.
 *
 * @throws PipelineError `config`
 */
export async function openNetwork(
  settings: Settings,
  { exempt = [], credentials }: Introduction = {},
): Promise<Network> {
  const { network, scraping, browser } = settings;
  const { guard, dial } = waysOut(settings, exempt);
  const sessions = siteSessions(network.cookies, credentials);
  const wantsBrowser = scraping.fetchers.includes('browser');
  const executable = wantsBrowser ? findChromium(browser.executable) : undefined;
  const proxy =
    wantsBrowser || scraping.fetchers.includes('impit')
      ? await startConnectProxy({
          dial,
          secret: systemRandom.hexadecimal(32),
          idle: Math.max(60_000, scraping.timeout),
          maxHeaderBytes: network.maxHeaderBytes,
        })
      : undefined;
  const running =
    executable === undefined || proxy === undefined
      ? undefined
      : chromium({
          executable,
          proxy,
          sandbox: browser.sandbox === 'on',
          blockMedia: browser.media === 'block',
          lifetime: network.cookies,
        });
  return {
    guard,
    dial,
    sessions,
    proxy,
    chromium: running,
    close: async () => {
      await running?.close();
      await proxy?.close();
    },
  };
}

/**
 * What may be connected to, and how, as it is configured.
 *
 * @throws PipelineError `config`
 */
export function waysOut({ network }: Settings, exempt: readonly string[] = []): Pick<Network, 'guard' | 'dial'> {
  const guard = addressGuard({
    allowPrivateNetwork: network.allowPrivateNetwork,
    allowedHosts: new Set([...network.allowedHosts, ...exempt]),
  });
  const [first, ...others] = readUpstreams(network);
  return { guard, dial: first === undefined ? directDial(guard) : upstreamDial([first, ...others], guard) };
}

function readUpstreams({ proxies, proxiesFile }: Settings['network']): readonly Upstream[] {
  const text = proxiesFile === undefined ? proxies : readSecretFile(proxiesFile, 'network.proxiesFile');
  return proxiesIn(text ?? '').map((line, index) => {
    const upstream = parseUpstream(line);
    if (upstream !== undefined) return upstream;
    // Not the line itself: it may hold a password.
    throw new PipelineError('config', `network.proxiesFile: proxy ${index + 1} is no URL of an HTTP or SOCKS proxy`);
  });
}
