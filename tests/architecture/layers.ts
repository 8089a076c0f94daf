import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser';

/** The parts (layer 1), with what each may import besides core and itself. */
const parts: Readonly<Record<string, readonly string[]>> = {
  cache: [
    'sqlite/',
    'quality/files/file-check.ts',
    'scraping/page.ts',
    'scraping/page-cache.ts',
    'llm/answer-cache.ts',
    'llm/language-model.ts',
  ],
  config: [],
  drift: ['statistics/'],
  extraction: ['html/', 'llm/', 'structured-data/'],
  html: ['structured-data/'],
  llm: [],
  quality: [],
  scraping: ['quality/files/file-check.ts'],
  sqlite: [],
  statistics: [],
  store: ['sqlite/'],
  'structured-data': [],
  tables: [],
};

const allParts = Object.keys(parts).map((part) => `${part}/`);
const belowComposition = [...allParts, 'benchmark/', 'catalogue/', 'engine/', 'operations/', 'pipelines/', 'reports/'];

/**
 * Every folder of src with what it may import besides itself, as the beginnings of paths below src.
 * Imports go down only: the order is that of docs/architecture.md.
 */
export const layers: Readonly<Record<string, readonly string[]>> = {
  core: [],
  catalogue: ['core/'],
  demo: ['core/'],
  // Every part owns its slice of the configuration, in the words of config/setting.ts.
  ...Object.fromEntries(
    Object.entries(parts).map(([part, siblings]) => [part, ['core/', 'config/setting.ts', ...siblings]]),
  ),
  engine: ['core/'],
  telemetry: ['core/', 'catalogue/', 'config/setting.ts'],
  pipelines: ['core/', 'catalogue/', ...allParts],
  benchmark: ['core/', 'catalogue/', ...allParts],
  reports: ['core/', 'catalogue/', 'tables/'],
  operations: ['core/', 'catalogue/', ...allParts],
  app: ['core/', 'demo/', 'telemetry/', ...belowComposition],
  cli: ['core/', 'app/'],
  web: ['core/', 'app/'],
  worker: ['core/', 'app/'],
};

const layerRules = Object.entries(layers).map(([folder, allowed]): IForbiddenRuleType => ({
  name: `layer-${folder}`,
  comment: `src/${folder} imports only ${['itself', ...allowed].join(', ')}: imports go down, never sideways or up`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: [`${folder}/`, ...allowed].map((prefix) => `^src/${prefix}`) },
}));

const otherRules: readonly IForbiddenRuleType[] = [
  {
    name: 'pipelines-stand-alone',
    comment: 'a pipeline never imports another: what two need belongs into a part',
    severity: 'error',
    from: { path: '^src/pipelines/([^/]+)/' },
    to: { path: '^src/pipelines/', pathNot: '^src/pipelines/$1/' },
  },
  {
    name: 'ground-is-pure',
    comment: 'core and catalogue do no input or output, so they import nothing that could (types are not code)',
    severity: 'error',
    from: { path: '^src/(core|catalogue)/' },
    to: { pathNot: '^src/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'demo-is-self-contained',
    comment: 'the demo is the outside world: it needs Node alone, and shares no library with what it is tested by',
    severity: 'error',
    from: { path: '^src/demo/' },
    to: { path: 'node_modules|^@?[a-z]', pathNot: '^src/', dependencyTypesNot: ['core'] },
  },
  {
    name: 'telemetry-only',
    comment: 'OpenTelemetry, prom-client and pino stay behind the Observer: only src/telemetry knows them',
    severity: 'error',
    from: { pathNot: '^src/telemetry/' },
    to: { path: '(^|/)(@opentelemetry|prom-client|pino)(/|$)' },
  },
  {
    name: 'dashboards-are-written-beforehand',
    comment: 'dashboards are files when the program runs: nothing of it makes them, or knows their library',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/operations/dashboards/' },
    to: { path: '^src/operations/dashboards/|node_modules/@grafana/' },
  },
  {
    name: 'no-development-code',
    comment: 'what runs in production is neither a test nor a development dependency',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^(tests|bench|scripts)/|node_modules/(vitest|fast-check|typescript|oxlint|knip)(/|$)' },
  },
  {
    name: 'resolvable',
    comment: 'an import that cannot be resolved is not checked by any other rule',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'no-cycles',
    comment: 'files that import each other in a circle are one idea spread over several',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
];

/** Under TypeScript 7 the parser that dependency-cruiser prefers sees no modules at all: swc sees them. */
export const options: ICruiseOptions = {
  parser: 'swc',
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
};

export const rules: readonly IForbiddenRuleType[] = [...layerRules, ...otherRules];
