import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Json } from '#core/json.ts';
import type { Prompt } from '#extraction/prompt.ts';
import type { RecordSchema } from '#pipelines/specbook/record-schema.ts';
import type { ModelChoice } from './model-choice.ts';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The prompt that comes with specbook. */
export const defaultPrompt = fromRoot('prompts/extract-product.v1.md');

export function specbookVersion(): string {
  const { version } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string };
  return version;
}

/** What a result depends on besides the configuration. Nothing that identifies a person or a host. */
export function environmentOf(model: ModelChoice, schema: RecordSchema, prompt: Prompt | undefined): Json {
  return {
    specbook: specbookVersion(),
    node: process.version,
    sqlite: process.versions['sqlite'] ?? null,
    platform: `${process.platform} ${process.arch}`,
    schema: schema.id,
    schemaHash: schema.hash ?? null,
    model: model.kind === 'model' ? model.name : null,
    prompt: prompt === undefined ? null : `${prompt.id} ${prompt.version}`,
    promptHash: prompt?.hash ?? null,
  };
}
