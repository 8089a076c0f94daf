import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoModelPrices } from '#demo/model/prices.ts';
import type { DemoModel } from '#demo/model/server.ts';
import { type PipelineProcess, startPipeline } from './pipeline-process.ts';

export type Surroundings = {
  readonly siteOrigin: string;
  readonly model: DemoModel;
  /** Where the model answers with numbers that are not in the page, so that each page is asked about twice. */
  readonly carelessUrl: string;
  readonly pages: number;
  readonly concurrency: number;
};

/** Milliseconds. */
const longestRun = 300_000;

/** Runs the list with a small model and a larger one for what that gets wrong, as a person would start it. */
export function startAsking(
  directory: string,
  { siteOrigin, model, carelessUrl, pages, concurrency }: Surroundings,
): PipelineProcess {
  const urls = Array.from({ length: pages }, (_, number) => `${siteOrigin}/generated/${number}?kb=8`);
  writeFileSync(join(directory, 'urls.txt'), urls.join('\n'));
  // A maximum, so that money is set aside for each call; the price is that of the model's own bill.
  const { input, output } = demoModelPrices['demo-model'];
  const settings = {
    prices: { models: { 'demo-model': { input, output } } },
    budget: { maxPerRun: 5 },
    model: { cascade: 'careful', further: [{ name: 'careful', id: 'demo-model', baseUrl: model.baseUrl }] },
  };
  // JSON is YAML.
  writeFileSync(join(directory, 'specbook.yaml'), JSON.stringify(settings));
  const asked = ['--model', 'demo-model', '--model-base-url', carelessUrl, '--extractor', 'llm'];
  const pace = [
    '--host-pace',
    'fixed',
    '--host-concurrency',
    String(concurrency),
    '--concurrency',
    String(concurrency),
  ];
  const where = ['--input', 'urls.txt', '--data', 'data', '--output', 'output', '--format', 'csv,jsonl'];
  return startPipeline([...where, ...asked, ...pace, '--images-checked', '0'], { directory, longest: longestRun });
}

export function resumeAsking(directory: string): PipelineProcess {
  return startPipeline(['--resume', '--data', 'data'], { directory, longest: longestRun });
}
