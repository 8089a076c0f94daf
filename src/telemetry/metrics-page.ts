import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { AggregationTemporality } from '@opentelemetry/sdk-metrics';
import type { TotalsProducer } from './totals-producer.ts';

export type MetricsPage = {
  /** What the meter provider is to be read by. */
  readonly reader: PrometheusExporter;
  /** The port that it listens on. */
  readonly port: number;
  close(): void;
};

const path = '/metrics';

/**
 * The metrics of this process in the text format of Prometheus, for as long as it lives; nothing waits for it. With a
 * server of our own: the exporter's takes a busy port without a word, and knows no port 0.
 *
 * @throws the error of `node:net` when nobody can listen there.
 */
export async function openMetricsPage(
  { host, port }: { readonly host: string; readonly port: number },
  totals: TotalsProducer,
): Promise<MetricsPage> {
  const metricProducers = [totals(() => AggregationTemporality.CUMULATIVE)];
  const reader = new PrometheusExporter({ preventServerStart: true, withoutScopeInfo: true, metricProducers });
  const answer: RequestListener = (request, response) => {
    if (request.url?.split('?', 1)[0] === path) reader.getMetricsRequestHandler(request, response);
    else response.writeHead(404).end();
  };
  const server = createServer(answer).unref();
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen({ host, port }, listening);
  });
  // A connection that breaks off is no concern of ours.
  server.on('error', () => undefined);
  return {
    reader,
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
