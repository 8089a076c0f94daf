import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { windowOf } from '#operations/promql/window.ts';
import { freePort, until } from '../prometheus-server.ts';

/** An alert as a webhook is told of it. */
export type Delivered = {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** `performance.now()` when it came. */
  readonly at: number;
};

/** A real Alertmanager, on loopback, with prometheus/alertmanager.yml, of which every receiver is one webhook. */
export type AlertmanagerServer = {
  readonly address: string;
  /** Everything that has come to the webhook, in its order. */
  readonly delivered: readonly Delivered[];
  close(): Promise<void>;
};

type Route = { group_wait?: string; group_interval?: string; repeat_interval?: string; routes?: Route[] };
type Configuration = { global: unknown; route: Route; receivers: readonly { readonly name: string }[] };

const committed = join(import.meta.dirname, '../../prometheus/alertmanager.yml');

/** @param speed everything that it waits for is so many times shorter. */
export async function startAlertmanager(program: string, speed: number): Promise<AlertmanagerServer> {
  const directory = mkdtempSync(join(tmpdir(), 'specbook-alertmanager-'));
  const delivered: Delivered[] = [];
  const webhook = await startWebhook((alerts) => delivered.push(...alerts));
  const { global: _secrets, ...given } = parse(readFileSync(committed, 'utf8')) as Configuration;
  const webhookConfigs = [{ url: webhook.url, send_resolved: true }];
  const configuration = {
    ...given,
    route: faster(given.route, speed),
    receivers: given.receivers.map(({ name }) => ({ name, webhook_configs: webhookConfigs })),
  };
  // JSON is YAML.
  writeFileSync(join(directory, 'alertmanager.yml'), JSON.stringify(configuration));
  const address = `127.0.0.1:${await freePort()}`;
  const words = [
    `--config.file=${join(directory, 'alertmanager.yml')}`,
    `--storage.path=${join(directory, 'data')}`,
    `--web.listen-address=${address}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ];
  const server = spawn(program, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(server, 'exit');
  const close = async () => {
    server.kill('SIGTERM');
    await ended;
    await webhook.close();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await until('Alertmanager is ready', async () => (await fetch(`http://${address}/-/ready`)).ok, 60_000);
  } catch (error) {
    await close();
    throw error;
  }
  return { address, delivered, close };
}

function faster(route: Route, speed: number): Route {
  const { group_wait, group_interval, repeat_interval, routes, ...rest } = route;
  const waits = Object.entries({ group_wait, group_interval }).flatMap(([name, wait]) =>
    wait === undefined ? [] : [[name, windowOf(secondsOf(wait) / speed)] as const],
  );
  return {
    ...rest,
    ...Object.fromEntries(waits),
    // That it is said again is of no interest here.
    ...(repeat_interval === undefined ? {} : { repeat_interval }),
    ...(routes === undefined ? {} : { routes: routes.map((each) => faster(each, speed)) }),
  };
}

/** The longest wait of the routes of alertmanager.yml for a severity, in seconds: of the first message, and of further ones. */
export function waitsOf(severity: string): { readonly first: number; readonly further: number } {
  const { route } = parse(readFileSync(committed, 'utf8')) as Configuration;
  const own = route.routes?.find((each) => JSON.stringify(each).includes(severity));
  return {
    first: secondsOf(own?.group_wait ?? route.group_wait ?? '0s'),
    further: secondsOf(own?.group_interval ?? route.group_interval ?? '0s'),
  };
}

function secondsOf(text: string): number {
  const [, amount = '0', unit = 's'] = /^(\d+)([smh])$/u.exec(text) ?? [];
  return Number(amount) * ({ s: 1, m: 60, h: 3_600 }[unit] ?? 1);
}

async function startWebhook(receive: (alerts: readonly Delivered[]) => void) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const at = performance.now();
      const { alerts } = JSON.parse(Buffer.concat(chunks).toString()) as { alerts: readonly Omit<Delivered, 'at'>[] };
      receive(alerts.map((alert) => ({ ...alert, at })));
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a server without a port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
