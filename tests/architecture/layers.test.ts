import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ICruiseResult, type IModule, cruise } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layers, options, rules } from './layers.ts';

const root = new URL('../../', import.meta.url).pathname;

async function cruiseSources(baseDir: string): Promise<ICruiseResult> {
  const { output } = await cruise(['src'], {
    ...options,
    baseDir,
    validate: true,
    ruleSet: { forbidden: [...rules] },
  });
  if (typeof output === 'string') throw new Error('expected the result as data');
  return output;
}

function violationsOf(result: ICruiseResult): readonly string[] {
  return result.summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`);
}

const isSource = ({ source }: IModule) => source.startsWith('src/') && source.endsWith('.ts');

describe('the sources', () => {
  let result: ICruiseResult;
  beforeAll(async () => {
    result = await cruiseSources(root);
  });

  test('are all seen', async () => {
    const files = (await readdir(join(root, 'src'), { recursive: true })).filter((file) => file.endsWith('.ts'));
    expect(
      result.modules
        .filter(isSource)
        .map(({ source }) => source.slice('src/'.length))
        .toSorted(),
    ).toEqual(files.toSorted());
    expect(result.modules.flatMap((module) => module.dependencies).length).toBeGreaterThan(files.length);
  });

  test('import downwards only', () => {
    expect(violationsOf(result)).toEqual([]);
  });

  test('lie in folders that have a place among the layers', async () => {
    const folders = await readdir(join(root, 'src'));
    expect(folders.filter((folder) => layers[folder] === undefined)).toEqual([]);
  });
});

describe('an illegal import is reported:', () => {
  const files: Readonly<Record<string, string>> = {
    'package.json': JSON.stringify({ type: 'module', imports: { '#*': './src/*' } }),
    'src/core/a.ts': "import type { B } from '#engine/b.ts';\nexport type A = B;\n",
    'src/core/c.ts': "import { readFileSync } from 'node:fs';\nexport const c = readFileSync;\n",
    'src/core/typed.ts': "import type { Stats } from 'node:fs';\nexport type Typed = Stats;\n",
    'src/engine/b.ts': "import { page } from '#scraping/page.ts';\nexport type B = typeof page;\n",
    'src/scraping/page.ts': "export const page = 1;\nexport * from '../html/document.ts';\n",
    'src/scraping/trace.ts': "import api from '@opentelemetry/api';\nexport const trace = api;\n",
    'src/html/document.ts': "export const load = () => import('#store/store.ts');\n",
    'src/store/store.ts': "export { page } from '#scraping/page.ts';\n",
    'src/pipelines/one/one.ts': "export { two } from '#pipelines/two/two.ts';\n",
    'src/pipelines/two/two.ts': "export { main as two } from '#cli/main.ts';\n",
    'src/cli/main.ts': "export { b as main } from '#engine/b.ts';\nimport 'no-such-package';\n",
    'src/app/panels.ts': "export { panels } from '#operations/dashboards/panels.ts';\n",
    'src/operations/dashboards/panels.ts':
      "import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';\nexport const panels = [PanelBuilder];\n",
    'src/demo/site.ts':
      "import { z } from 'zod';\nimport { createServer } from 'node:http';\nexport { z, createServer };\n",
    'src/tables/one.ts': "export { two } from './two.ts';\nexport const one = 1;\n",
    'src/tables/two.ts': "export { one as two } from './one.ts';\nimport { expect } from 'vitest';\nexpect(1);\n",
  };
  let directory: string;
  let violations: readonly string[];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'specbook-layers-'));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text);
    }
    violations = violationsOf(await cruiseSources(directory));
  });
  afterAll(() => rm(directory, { recursive: true }));

  test.each([
    ['from core upwards, be it a type', 'layer-core: src/core/a.ts -> src/engine/b.ts'],
    ['from core to what does input and output', 'ground-is-pure: src/core/c.ts -> fs'],
    ['from the engine to a part', 'layer-engine: src/engine/b.ts -> src/scraping/page.ts'],
    ['from a part to a sibling, by a relative path', 'layer-scraping: src/scraping/page.ts -> src/html/document.ts'],
    ['that is made at run time', 'layer-html: src/html/document.ts -> src/store/store.ts'],
    ['from one pipeline to another', 'pipelines-stand-alone: src/pipelines/one/one.ts -> src/pipelines/two/two.ts'],
    ['from a pipeline to a face', 'layer-pipelines: src/pipelines/two/two.ts -> src/cli/main.ts'],
    ['from a face past the composition', 'layer-cli: src/cli/main.ts -> src/engine/b.ts'],
    ['of OpenTelemetry outside telemetry', 'telemetry-only: src/scraping/trace.ts -> @opentelemetry/api'],
    [
      'of dashboards by what runs',
      'dashboards-are-written-beforehand: src/app/panels.ts -> src/operations/dashboards/panels.ts',
    ],
    ['of a library by the demo', 'demo-is-self-contained: src/demo/site.ts -> zod'],
    ['of nothing that exists', 'resolvable: src/cli/main.ts -> no-such-package'],
    ['in a circle', 'no-cycles: src/tables/one.ts -> src/tables/two.ts'],
  ])('%s', (_, violation) => {
    expect(violations).toContain(violation);
  });

  test('and a legal one is not', () => {
    expect(violations.filter((violation) => violation.includes('src/core/typed.ts'))).toEqual([]);
    expect(violations.filter((violation) => violation.includes('site.ts -> http'))).toEqual([]);
  });
});
