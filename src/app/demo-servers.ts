import { PipelineError } from '#core/pipeline-error.ts';
import { modelFaultNames } from '#demo/model/faults.ts';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { faultNames } from '#demo/site/faults.ts';
import type { DemoSettings } from './demo-settings.ts';

/** Of the logarithm of times: one answer in six takes half as long again as the median, or longer. */
const spread = 0.4;

/** @throws PipelineError `config` when the port is taken, or for a fault that there is not. */
export async function startSite(demo: DemoSettings): Promise<DemoSite> {
  const latency = { median: demo.latency, spread };
  return startDemoSite({ port: demo.port, latency, faults: faultRate(demo, faultNames) });
}

/** @throws PipelineError `config` when the port is taken, or for a fault that there is not. */
export async function startModel(demo: DemoSettings): Promise<DemoModel> {
  return startDemoModel({
    port: demo.modelPort,
    latency: { median: demo.modelLatency, spread },
    faults: faultRate(demo, modelFaultNames),
    limits: {
      kind: demo.modelLimiter,
      window: demo.modelMinute,
      requests: demo.modelRequestsPerMinute,
      tokens: demo.modelTokensPerMinute,
    },
  });
}

/** One list names the faults of both servers; each takes those that are its own. */
function faultRate({ faultRate: rate, faults, seed }: DemoSettings, own: readonly string[]) {
  if (faults === undefined) return { rate, seed };
  const names = faults.split(',').map((name) => name.trim());
  const all: readonly string[] = [...faultNames, ...modelFaultNames];
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    const message = `demo.faults: there is no fault ${unknown.join(', ')}; there are ${all.join(', ')}`;
    throw new PipelineError('config', message);
  }
  return { rate, seed, kinds: names.filter((name) => own.includes(name)) };
}
