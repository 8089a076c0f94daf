import { renderMetricsDocument } from '#app/metrics-document.ts';
import { renderSettingsDocument } from '#app/settings-document.ts';
import { settings } from '#app/settings.ts';
import { catalogue } from '#app/catalogue.ts';
import { failureRules } from '#core/failure.ts';
import { dashboardFiles } from '#operations/dashboards/dashboards.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { ruleFiles } from '#operations/rules/rule-files.ts';
import { renderFailuresDocument } from '#reports/failures-document.ts';
import { ruleTestFiles } from './rule-tests/test-files.ts';

/** Every generated file: its path in the repository and what it must say. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/configuration.md', renderSettingsDocument(settings)],
    ['docs/failures.md', renderFailuresDocument(failureRules)],
    ['docs/metrics.md', renderMetricsDocument(specbookCatalogue)],
    ...under('grafana/dashboards', dashboardFiles(specbookCatalogue)),
    ...under('prometheus/rules', ruleFiles(catalogue)),
    ...under('prometheus/tests', ruleTestFiles()),
  ]);
}

function under(folder: string, files: ReadonlyMap<string, string>): readonly (readonly [path: string, text: string])[] {
  return [...files].map(([name, text]) => [`${folder}/${name}`, text] as const);
}
