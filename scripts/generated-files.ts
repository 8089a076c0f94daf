import { renderMetricsDocument } from '#app/metrics-document.ts';
import { renderSettingsDocument } from '#app/settings-document.ts';
import { settings } from '#app/settings.ts';
import { catalogue } from '#app/catalogue.ts';
import { failureRules } from '#core/failure.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { ruleFiles } from '#operations/rules/rule-files.ts';
import { renderFailuresDocument } from '#reports/failures-document.ts';

/** Every generated file: its path in the repository and what it must say. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/configuration.md', renderSettingsDocument(settings)],
    ['docs/failures.md', renderFailuresDocument(failureRules)],
    ['docs/metrics.md', renderMetricsDocument(specbookCatalogue)],
    ...[...ruleFiles(catalogue)].map(([name, text]) => [`prometheus/rules/${name}`, text] as const),
  ]);
}
