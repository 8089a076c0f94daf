import { shownValue } from '#config/load.ts';
import type { Json } from '#core/json.ts';
import type { StoredRun } from '#core/run-store.ts';
import type { SettingDifference } from '#reports/history/comparison-section.ts';
import type { StoredConfiguration } from './execute-run.ts';
import { settings } from './settings.ts';

/** What two runs were started with, where it differs: settings, and the versions of what they were made by. */
export function settingDifferences(one: StoredRun, other: StoredRun): readonly SettingDifference[] {
  const [values, others] = [one, other].map(
    ({ configuration }) => (configuration as Partial<StoredConfiguration>).settings ?? {},
  );
  const ofSettings = settings.flatMap((setting) => {
    const name = `${setting.slice}.${setting.name}`;
    const [left, right] = [values?.[name], others?.[name]];
    return isSame(left, right) ? [] : [{ name, values: [shown(setting, left), shown(setting, right)] as const }];
  });
  return [...ofSettings, ...environmentDifferences(one.environment, other.environment)];
}

function environmentDifferences(one: Json, other: Json): readonly SettingDifference[] {
  const [left, right] = [asObject(one), asObject(other)];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((name) => !isSame(left[name], right[name]))
    .map((name) => ({ name: `version of ${name}`, values: [textOf(left[name]), textOf(right[name])] }));
}

const isSame = (one: Json | undefined, other: Json | undefined) => JSON.stringify(one) === JSON.stringify(other);

const shown = (setting: (typeof settings)[number], value: Json | undefined) =>
  value === undefined ? 'not set' : shownValue(setting, value);

const textOf = (value: Json | undefined) =>
  value === undefined || value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);

const asObject = (value: Json): Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, Json>) : {};
