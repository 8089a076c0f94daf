import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { PipelineError } from '#core/pipeline-error.ts';
import type { Extraction } from './extraction.ts';
import { fenced } from './fence.ts';
import type { TargetSchema } from './target-schema.ts';

/** A prompt file, read. `id`, `version` and `hash` together say exactly what the model was told. */
export type Prompt = {
  readonly id: string;
  readonly version: number;
  /** SHA-256 of the file, as 64 hexadecimal characters: an edit without a new version still shows. */
  readonly hash: string;
  readonly system: string;
  readonly user: string;
};

export type PromptValues = {
  readonly schema: TargetSchema;
  /** What is established already, from other extractors. */
  readonly known: Extraction;
  /** The page as the model is to read it: see `renderDocument`. */
  readonly page: string;
};

const placeholders = ['subject', 'fields', 'known', 'document'] as const;
type Placeholder = (typeof placeholders)[number];
const required: readonly Placeholder[] = ['fields', 'document'];

const frontMatter = z.strictObject({ id: z.string().regex(/^[a-z0-9-]+$/u), version: z.int().positive() });
const file = /^---\n(?<front>[\s\S]*?)\n---\n+# System\n(?<system>[\s\S]*?)\n# User\n(?<user>[\s\S]*)$/u;
const placeholder = /\{\{(\w*)\}\}/gu;
const longestKnownValue = 300;

/** @throws PipelineError `config` naming `extraction.prompt` when the file is missing or malformed. */
export async function loadPrompt(path: string): Promise<Prompt> {
  try {
    return parsePrompt(await readFile(path, 'utf8'), path);
  } catch (cause) {
    if (cause instanceof PipelineError) throw cause;
    throw new PipelineError('config', `extraction.prompt: the file ${path} cannot be read.`, { cause });
  }
}

/**
 * Front matter with `id` and `version`, then the parts `# System` and `# User`, with `{{placeholders}}`.
 *
 * @throws PipelineError `config` naming `extraction.prompt` when it is anything else.
 */
export function parsePrompt(text: string, path: string): Prompt {
  const content = text.replaceAll('\r\n', '\n');
  const parts = file.exec(content)?.groups;
  if (parts === undefined) {
    throw malformed(path, 'expected front matter between lines of ---, then the parts "# System" and "# User"');
  }
  const { system = '', user = '' } = parts;
  const used = [...`${system}${user}`.matchAll(placeholder)].map((match) => match[1] ?? '');
  const unknown = used.find((name) => !isPlaceholder(name));
  if (unknown !== undefined) throw malformed(path, `{{${unknown}}} is none of: ${placeholders.join(', ')}`);
  const missing = required.find((name) => !used.includes(name));
  if (missing !== undefined) throw malformed(path, `{{${missing}}} is missing`);
  const hash = createHash('sha256').update(content).digest('hex');
  return { ...readFrontMatter(parts['front'] ?? '', path), hash, system: system.trim(), user: user.trim() };
}

/** The two messages. Everything that comes from the page is fenced; a placeholder in the page stays as it is. */
export function renderPrompt(prompt: Prompt, values: PromptValues): { readonly system: string; readonly user: string } {
  const { schema, known, page } = values;
  const texts: Record<Placeholder, string> = {
    subject: schema.subject,
    fields: schema.fields.map(({ name, description }) => `- ${name}: ${description}`).join('\n'),
    known: renderKnown(known),
    document: fenced('PAGE', page),
  };
  const filled = (text: string) =>
    text.replaceAll(placeholder, (whole, name: string) => (isPlaceholder(name) ? texts[name] : whole));
  return { system: filled(prompt.system), user: filled(prompt.user) };
}

function renderKnown(known: Extraction): string {
  const lines = Object.entries(known.fields).map(
    ([name, { value }]) => `${name}: ${JSON.stringify(value).slice(0, longestKnownValue)}`,
  );
  return lines.length === 0 ? '(nothing)' : fenced('KNOWN', lines.join('\n'));
}

function readFrontMatter(text: string, path: string): z.infer<typeof frontMatter> {
  try {
    return frontMatter.parse(parse(text));
  } catch (cause) {
    throw malformed(
      path,
      'the front matter needs an `id` (lower case, dashes) and a `version` (a whole number)',
      cause,
    );
  }
}

function malformed(path: string, reason: string, cause?: unknown): PipelineError {
  return new PipelineError('config', `extraction.prompt: ${path} is malformed: ${reason}.`, { cause });
}

function isPlaceholder(name: string): name is Placeholder {
  return (placeholders as readonly string[]).includes(name);
}
