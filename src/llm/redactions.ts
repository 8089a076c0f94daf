import { PipelineError } from '#core/pipeline-error.ts';
import { knownRedactions, type Redaction } from './redacted.ts';

/**
 * What `model.redact` asks for: names of patterns that are known, or regular expressions between slashes.
 *
 * @throws PipelineError `config` naming `model.redact`.
 */
export function redactionsOf(given: readonly string[]): readonly Redaction[] {
  return given.map((text) => {
    const known = Object.entries(knownRedactions).find(([name]) => name === text);
    if (known !== undefined) return { pattern: known[1], replacement: `[${text}]` };
    return { pattern: ownPattern(text), replacement: '[redacted]' };
  });
}

function ownPattern(text: string): RegExp {
  const [, source] = /^\/(.+)\/$/su.exec(text) ?? [];
  const expected = `expected ${Object.keys(knownRedactions).join(', ')}, or a regular expression between slashes`;
  if (source === undefined) throw new PipelineError('config', `model.redact: "${text}" is no pattern: ${expected}`);
  try {
    return new RegExp(source, 'gu');
  } catch (cause) {
    throw new PipelineError('config', `model.redact: ${text} is no regular expression: ${String(cause)}`, { cause });
  }
}
