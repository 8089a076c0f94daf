import { listOf, type SettingMeta } from '#config/setting.ts';
import { formats } from '#pipelines/specbook/outputs/outputs.ts';

/** Names of formats, set apart by commas, or a list of them. */
export function formatsSetting(byDefault: string, meta: SettingMeta) {
  return listOf('format', formats, byDefault, meta);
}
