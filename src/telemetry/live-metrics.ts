import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { Metric } from '#catalogue/metric.ts';
import { factsOnly } from '#core/observer.ts';
import { watchProcess } from './instruments.ts';
import type { LiveSettings } from './live-settings.ts';
import { liveTotals } from './live-totals.ts';
import type { MetricPush } from './metric-push.ts';
import { type MetricsPage, openMetricsPage } from './metrics-page.ts';
import { patiently } from './patiently.ts';
import { processReadings } from './process-readings.ts';
import { resourceOf } from './resource.ts';
import { seriesLimits } from './series-limits.ts';
import type { Telemetry, TelemetryOrder } from './telemetry.ts';
import { totalsProducer, type TotalsProducer } from './totals-producer.ts';

/** A scrape blocks the event loop for some 30 ms at so many; the page has one more, about the process. */
export const mostSeries = 490;
/** Models, projects or budgets that are told apart. */
const mostValues = 8;

export type LiveMetrics = Pick<Telemetry, 'observer' | 'watch'> & {
  /** The port of the page; undefined when there is none. */
  readonly port: number | undefined;
  /** Sends what has not been sent, within the time that telemetry has. Never rejects. */
  end(): Promise<void>;
};

export type LiveOrder = Pick<TelemetryOrder, 'run' | 'slices' | 'measure' | 'version' | 'clock' | 'process' | 'warn'>;

/** Lets the metrics of this process be had while it runs: the same facts, by the same rules, as the ledger's. */
export async function liveMetrics(
  { run, slices, measure, version, clock, process: state, warn }: LiveOrder,
  settings: Pick<LiveSettings, 'page'>,
  openPush?: (totals: TotalsProducer) => MetricPush,
): Promise<LiveMetrics> {
  const resource = resourceOf(version);
  const metrics = ofProcess(slices.find(({ pipeline }) => pipeline === run.pipeline)?.metrics ?? []);
  const limits = seriesLimits(run.pipeline, metrics, mostSeries, mostValues);
  const totals = liveTotals(metrics, limits);
  const producer = totalsProducer({ totals, scope: { name: 'specbook', version }, resource });
  const page = settings.page && (await openMetricsPage(settings.page, producer).catch(without(settings.page, warn)));
  const push = openPush?.(producer);
  const readers = [page, push].flatMap((way) => (way === undefined ? [] : [way.reader]));
  const meter = new MeterProvider({ resource, readers }).getMeter('specbook', version);
  const readings = processReadings(state);
  watchProcess(meter, metrics, readings, limits);
  return {
    port: page?.port,
    observer: {
      around: factsOnly,
      fact: (fact) => {
        for (const measurement of measure(fact, run)) totals.add(measurement);
      },
    },
    watch: () => undefined,
    end: async () => {
      push?.hurry();
      if (push !== undefined) await patiently(push.reader.shutdown(), push.delivered, clock);
      const lost = push?.end();
      if (lost !== undefined) warn(lost, { signal: 'metrics', count: 1 });
      readings.close();
      page?.close();
    },
  };
}

/** The gauges of the store alone are the ledger's. */
function ofProcess(metrics: readonly Metric[]): readonly Metric[] {
  return metrics.filter((metric) => metric.kind !== 'gauge' || metric.of !== 'store');
}

/** That there is no page is told, and nothing more: the run goes on. */
function without(page: NonNullable<LiveSettings['page']>, warn: (message: string) => void) {
  const { host, port, isDefaultPort } = page;
  return (error: unknown): MetricsPage | undefined => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const busy = `port ${port} is in use, perhaps by another run that shows its own`;
    const why = code === 'EADDRINUSE' && isDefaultPort ? busy : `cannot listen on ${host}:${port} (${code})`;
    const instead = 'OTEL_EXPORTER_PROMETHEUS_PORT gives this run another port, OTEL_METRICS_EXPORTER=none takes none';
    warn(`the live metrics of this run cannot be scraped: ${why}; ${instead}`);
    return undefined;
  };
}
