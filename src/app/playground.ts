import { type ModelFault, modelFaultNames, modelFaults } from '#demo/model/faults.ts';
import { demoRows } from '#demo/site/rows.ts';
import { type Fault, faultNames, faults } from '#demo/site/faults.ts';
import { configure, type Said } from './configure.ts';
import { startModel, startSite } from './demo-servers.ts';

/** A fault that can be tried by its address, and what it ends as: a category, or `recovers`. */
export type DemoFault = {
  readonly name: string;
  readonly url: string;
  readonly title: string;
  readonly ends: string;
  /** Why the demonstration leaves it out. */
  readonly leftOut: string | undefined;
};

export type Catalogue = {
  readonly siteOrigin: string;
  readonly modelBaseUrl: string;
  readonly products: number;
  readonly siteFaults: readonly DemoFault[];
  /** The address of each is that of a model of its own. */
  readonly modelFaults: readonly DemoFault[];
};

/** The demonstration's servers, left running to play with. */
export type Playground = Catalogue & { close(): Promise<void> };

/** @throws PipelineError `config` */
export async function openPlayground(said: Said): Promise<Playground> {
  const { demo } = configure(said).configuration;
  const site = await startSite(demo);
  const model = await startModel(demo).catch(async (error: unknown) => {
    await site.close();
    throw error;
  });
  return {
    ...catalogueAt(site.origin, model.baseUrl),
    close: async () => {
      await Promise.all([site.close(), model.close()]);
    },
  };
}

/** What the servers would have to offer, without starting them. */
export function demoCatalogue(said: Said): Catalogue {
  const { demo } = configure(said).configuration;
  return catalogueAt(`http://127.0.0.1:${demo.port}`, `http://127.0.0.1:${demo.modelPort}/v1`);
}

function catalogueAt(siteOrigin: string, modelBaseUrl: string): Catalogue {
  const modelOrigin = modelBaseUrl.replace(/\/v1$/u, '');
  return {
    siteOrigin,
    modelBaseUrl,
    products: demoRows(siteOrigin, { all: false }).filter(({ fault }) => fault === undefined).length,
    siteFaults: faultNames.map((name) => described(name, `${siteOrigin}/faults/${name}`, faults[name])),
    modelFaults: modelFaultNames.map((name) => described(name, `${modelOrigin}/faults/${name}/v1`, modelFaults[name])),
  };
}

function described(name: string, url: string, fault: Fault | ModelFault): DemoFault {
  return { name, url, title: fault.title, ends: fault.ends ?? 'recovers', leftOut: fault.leftOut };
}
